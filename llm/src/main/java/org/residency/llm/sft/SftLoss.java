package org.residency.llm.sft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.residency.llm.layers.LayerWalk;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;
import org.residency.llm.training.PackedRow;

/** Next-token loss over the targets' tokens, the prompts masked. */
final class SftLoss {
    private final Transformer transformer;
    private final LoraAdapter adapter;
    private final GradientMethod method;
    private final Optional<LayerWalk> walk;

    SftLoss(Transformer transformer, LoraAdapter adapter, GradientMethod method) {
        this.transformer = transformer;
        this.adapter = adapter;
        this.method = method.with(transformer);
        this.walk = this.method.packs()
                ? LayerWalk.on(transformer, adapter, adapter.settings().dropout(), this.method.checkpointing())
                : Optional.empty();
    }

    LabelledBatch batch(List<SftExample> examples) {
        return method.batch(
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
        Optional<LoraAdapter> live = Optional.of(adapter);
        try (NDManager step = transformer.kernels().newManager()) {
            if (walk.isPresent()) {
                PackedRow row = batch.row(step).orElseThrow();
                return walk.get().addGradients(row, gradients, end -> turn(row, end, weight, step));
            }
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

    /** From the last layer's end [T, C] to its gradient and the loss. */
    private LayerWalk.Turn turn(PackedRow row, NDArray end, double weight, NDManager owner) {
        NDList made = transformer
                .kernels()
                .call("layers_loss", owner)
                .list("w", transformer.ends().subList(2, 4))
                .tensor(end)
                .integers(GradientMethod.CHUNK)
                .reals(transformer.config().normEpsilon())
                .tensor(row.rows())
                .tensor(row.targets())
                .reals(weight)
                .runWithGradients();
        return new LayerWalk.Turn(made.get(0), made.get(1));
    }

    /** Mean loss over the labelled tokens of all examples, without dropout. */
    double mean(List<SftExample> examples, int batchSize) {
        Optional<LoraAdapter> live = Optional.of(adapter);
        double sum = 0;
        long labelled = 0;
        for (int from = 0; from < examples.size(); from += batchSize) {
            LabelledBatch batch = batch(examples.subList(from, Math.min(examples.size(), from + batchSize)));
            try (NDManager step = transformer.kernels().newManager()) {
                for (float value : method.logProbabilities(transformer, batch, live, 1, step)
                        .toFloatArray()) {
                    sum -= value;
                }
                labelled += batch.labelled();
            }
        }
        return sum / labelled;
    }
}
