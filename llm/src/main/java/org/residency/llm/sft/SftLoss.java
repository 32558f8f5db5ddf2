package org.residency.llm.sft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.residency.llm.layers.LayerWalk;
import org.residency.llm.layers.TokenPass;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;

/** Next-token loss over the targets' tokens, the prompts masked. */
final class SftLoss {
    private final Transformer transformer;
    private final LoraAdapter adapter;
    private final TokenPass pass;

    SftLoss(Transformer transformer, LoraAdapter adapter, GradientMethod method) {
        this.transformer = transformer;
        this.adapter = adapter;
        this.pass = new TokenPass(transformer, adapter, method);
    }

    LabelledBatch batch(List<SftExample> examples) {
        return pass.batch(
                examples.stream().map(SftExample::prompt).toList(),
                examples.stream().map(SftExample::target).toList());
    }

    /**
     * Adds the gradient of {@code weight} times the summed loss to {@code gradients}.
     *
     * @param dropoutSeed of this forward pass
     * @return that weighted loss
     */
    double addGradients(LabelledBatch batch, List<NDArray> gradients, double weight, long dropoutSeed) {
        try (NDManager step = transformer.kernels().newManager()) {
            if (pass.walk().isPresent()) {
                LayerWalk walk = pass.walk().get();
                NDArray known = walk.addGradients(walk.row(batch, step), -weight, gradients, step);
                // Not before: reading it waits for the device.
                return -weight * known.sum().getFloat();
            }
            GradientMethod method = pass.method();
            Optional<LoraAdapter> live = Optional.of(adapter);
            return batch.addTo(
                            transformer
                                    .call(method.kernel("gradients"), step, live)
                                    .list("g", gradients)
                                    .integers(method.integers(transformer, dropoutSeed))
                                    .reals(transformer.reals(
                                            live, adapter.settings().dropout())),
                            step)
                    .reals(weight)
                    .runWithGradients()
                    .head()
                    .getFloat();
        }
    }

    /** Mean loss over the labelled tokens of all examples, without dropout. */
    double mean(List<SftExample> examples, int batchSize) {
        double sum = 0;
        long labelled = 0;
        for (int from = 0; from < examples.size(); from += batchSize) {
            LabelledBatch batch = batch(examples.subList(from, Math.min(examples.size(), from + batchSize)));
            try (NDManager step = transformer.kernels().newManager()) {
                for (float value : pass.logProbabilities(batch, true, 1, step).toFloatArray()) {
                    sum -= value;
                }
                labelled += batch.labelled();
            }
        }
        return sum / labelled;
    }
}
