package org.residency.llm.sft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.PredictionBatch;
import org.residency.llm.model.Transformer;

/** Next-token loss over the targets' tokens, the prompts masked. */
final class SftLoss {
    private final Transformer transformer;
    private final LoraAdapter adapter;

    SftLoss(Transformer transformer, LoraAdapter adapter) {
        this.transformer = transformer;
        this.adapter = adapter;
    }

    static PredictionBatch batch(List<SftExample> examples) {
        return PredictionBatch.of(
                examples.stream().map(SftExample::prompt).toList(),
                examples.stream().map(SftExample::target).toList());
    }

    /**
     * Adds the gradient of {@code weight} times the summed loss to {@code gradients}.
     *
     * @param dropoutSeed of this forward pass
     * @return that weighted loss
     */
    double addGradients(PredictionBatch batch, List<NDArray> gradients, double weight, long dropoutSeed) {
        Optional<LoraAdapter> live = Optional.of(adapter);
        try (NDManager step = transformer.kernels().newManager()) {
            return batch.addTo(
                            transformer
                                    .call("adapter_gradients", step, live)
                                    .list("g", gradients)
                                    .integers(transformer.integers(dropoutSeed))
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
        Optional<LoraAdapter> live = Optional.of(adapter);
        double sum = 0;
        long labelled = 0;
        for (int from = 0; from < examples.size(); from += batchSize) {
            PredictionBatch batch = batch(examples.subList(from, Math.min(examples.size(), from + batchSize)));
            try (NDManager step = transformer.kernels().newManager()) {
                NDArray known = batch.addTo(
                                transformer
                                        .call("log_probabilities", step, live)
                                        .integers(transformer.integers(0))
                                        .reals(transformer.reals(live, 0, 1)),
                                step)
                        .run()
                        .head();
                for (float value : known.toFloatArray()) {
                    sum -= value;
                }
                labelled += batch.labelled();
            }
        }
        return sum / labelled;
    }
}
