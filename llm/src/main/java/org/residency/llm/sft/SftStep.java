package org.residency.llm.sft;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.LabelledBatch;
import org.residency.llm.training.RandomStream;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.StepwiseTraining;
import org.residency.llm.training.TrainingDivergedException;

/** One optimizer step of a fine-tuning; model, adapter and optimizer stay the caller's. */
public final class SftStep {
    private final AdamW optimizer;
    private final SftSettings settings;
    private final SftLoss loss;

    public SftStep(Transformer transformer, LoraAdapter adapter, AdamW optimizer, SftSettings settings) {
        this.optimizer = optimizer;
        this.settings = settings;
        this.loss = new SftLoss(transformer, adapter, settings.gradients());
    }

    /**
     * Takes the step.
     *
     * @param step counted from 0
     * @throws TrainingDivergedException where loss or gradient is not finite
     */
    public StepMetrics take(List<SftExample> examples, int step, int totalSteps, double learningRate) {
        long begin = System.nanoTime();
        StepwiseTraining.Pass pass = accumulate(examples, step);
        double norm = optimizer.step(learningRate);
        if (!Double.isFinite(pass.loss()) || !Double.isFinite(norm)) {
            throw new TrainingDivergedException(step + 1, pass.loss(), norm);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        return new StepMetrics(
                step + 1, totalSteps, pass.loss(), learningRate, norm, pass.tokens(), pass.labelledTokens(), elapsed);
    }

    /**
     * Adds the gradient of the examples' mean loss to the optimizer's sums.
     *
     * @param step counted from 0
     */
    StepwiseTraining.Pass accumulate(List<SftExample> examples, int step) {
        long labelled =
                examples.stream().mapToLong(example -> example.target().size()).sum();
        long tokens = 0;
        double sum = 0;
        for (int from = 0; from < examples.size(); from += settings.batchSize()) {
            LabelledBatch batch =
                    loss.batch(examples.subList(from, Math.min(examples.size(), from + settings.batchSize())));
            // Weighted by all labelled tokens of the step, so accumulation changes nothing but memory.
            sum += loss.addGradients(
                    batch,
                    optimizer.gradients(),
                    1.0 / labelled,
                    RandomStream.key(settings.seed(), ((long) step << 20) + from));
            tokens += batch.tokens();
        }
        return new StepwiseTraining.Pass(sum, tokens, labelled, Map.of());
    }

    /** Mean loss over the labelled tokens of examples, without dropout; nothing changes. */
    public double mean(List<SftExample> examples) {
        return loss.mean(examples, settings.batchSize());
    }
}
