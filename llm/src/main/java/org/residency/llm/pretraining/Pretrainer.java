package org.residency.llm.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsWriter;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.RandomStream;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingDivergedException;
import org.residency.llm.training.TrainingListener;

/** Trains every weight of a new model on next-token prediction, the same bits each time on one kind of machine. */
public final class Pretrainer {
    private final ModelConfig config;
    private final PretrainingSettings settings;
    private final int threads;

    /** @param threads of one operation; part of what makes the bits, for it decides the order of sums */
    public Pretrainer(ModelConfig config, PretrainingSettings settings, int threads) {
        this.config = Objects.requireNonNull(config, "config");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.threads = threads;
        if (settings.sequenceLength() > config.contextLength()) {
            throw new IllegalArgumentException("sequenceLength is %d, must be at most the context length %d"
                    .formatted(settings.sequenceLength(), config.contextLength()));
        }
    }

    /**
     * Trains and writes {@code config.json} and {@code model.safetensors} into a folder; the tokenizer's files are the
     * caller's to put beside them.
     *
     * @param documents each ends with the end token where there should be one; they are joined and cut to length
     * @param type of the numbers written; training is in float32
     * @throws TrainingDivergedException where loss or gradient is not finite
     */
    public void train(List<TokenIds> documents, Path output, ElementType type, TrainingListener listener) {
        List<TokenIds> sequences = cut(documents);
        LearningRateSchedule schedule = LearningRateSchedule.of(
                settings.schedule(), settings.learningRate(), settings.warmupShare(), settings.steps());
        InitialWeights start = new InitialWeights(config, settings.seed());
        try (Transformer model = Transformer.create(config, threads, start);
                AdamW optimizer = new AdamW(model.kernels(), model.namedWeights(), settings.optimizer())) {
            int stepsPerEpoch = Math.max(1, sequences.size() / settings.batchSize());
            List<Integer> order = List.of();
            for (int step = 0; step < settings.steps() && !listener.shouldDrain(); step++) {
                if (step % stepsPerEpoch == 0) {
                    order = RandomStream.permutation(sequences.size(), settings.seed(), step / stepsPerEpoch);
                }
                int from = step % stepsPerEpoch * settings.batchSize();
                List<TokenIds> batch =
                        order.subList(from, Math.min(sequences.size(), from + settings.batchSize())).stream()
                                .map(sequences::get)
                                .toList();
                listener.onStep(takeStep(model, optimizer, batch, step, schedule.at(step)));
            }
            write(model, output, type);
        }
    }

    private StepMetrics takeStep(
            Transformer model, AdamW optimizer, List<TokenIds> sequences, int step, double learningRate) {
        long begin = System.nanoTime();
        LabelledBatch batch = GradientMethod.PADDED.batch(
                sequences.stream().map(sequence -> sequence.slice(0, 1)).toList(),
                sequences.stream()
                        .map(sequence -> sequence.slice(1, sequence.size()))
                        .toList());
        double loss;
        try (NDManager manager = model.kernels().newManager()) {
            loss = batch.addTo(
                            model.call("weight_gradients", manager)
                                    .list("g", optimizer.gradients())
                                    .integers(model.integers(0, config.tiedHead() ? 1 : 0))
                                    .reals(config.normEpsilon(), 0, 0),
                            manager)
                    .reals(1.0 / batch.labelled())
                    .runWithGradients()
                    .head()
                    .getFloat();
        }
        double norm = optimizer.step(learningRate);
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new TrainingDivergedException(step + 1, loss, norm);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        return new StepMetrics(
                step + 1, settings.steps(), loss, learningRate, norm, batch.tokens(), batch.labelled(), elapsed);
    }

    private List<TokenIds> cut(List<TokenIds> documents) {
        int[] joined = documents.stream()
                .flatMapToInt(document -> java.util.Arrays.stream(document.toArray()))
                .toArray();
        TokenIds text = TokenIds.of(joined);
        List<TokenIds> sequences = new ArrayList<>();
        int length = settings.sequenceLength();
        for (int from = 0; from + length <= text.size(); from += length) {
            sequences.add(text.slice(from, from + length));
        }
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException(
                    "documents hold %d tokens, must hold at least one sequence of %d".formatted(text.size(), length));
        }
        return sequences;
    }

    private void write(Transformer model, Path output, ElementType type) {
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + output, e);
        }
        TensorFiles files = new TensorFiles(model.kernels());
        Map<String, NDArray> weights = model.namedWeights();
        SafetensorsWriter.write(
                output.resolve(ModelFolder.WEIGHTS),
                weights.entrySet().stream()
                        .map(entry -> files.writable(entry.getKey(), entry.getValue(), type))
                        .toList());
        config.write(output.resolve(ModelFolder.CONFIG));
    }
}
