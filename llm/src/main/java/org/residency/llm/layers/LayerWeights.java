package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.residency.llm.lora.Projection;
import org.residency.llm.model.Transformer;

/** One layer's weights, adapter and sums of gradients, by projection. All of them stay their owners'. */
final class LayerWeights {
    static final int TENSORS = 14;
    private static final List<Projection> ORDER = List.of(Projection.values());

    private final List<NDArray> weights;
    private final List<NDArray> state;
    private final Optional<NDArray> tables;
    private final List<NDArray> adapter;

    LayerWeights(Transformer model, List<NDArray> adapter, int layer) {
        int from = TENSORS * layer;
        this.weights = model.layerWeights().subList(from, from + TENSORS);
        this.tables = model.quantizationTables();
        this.state = tables.isPresent() ? model.quantizationState().subList(from, from + TENSORS) : List.of();
        this.adapter = adapter.subList(from, from + TENSORS);
    }

    /** A quantised weight, as {@code quantization.py} describes it. */
    record Codes(NDArray codes, NDArray blocks, NDArray statistics, NDArray tables) {}

    NDArray firstNorm() {
        return weights.get(0);
    }

    NDArray secondNorm() {
        return weights.get(5);
    }

    /** As it is held: in the compute type, or as codes. */
    NDArray held(Projection projection) {
        int at = place(projection);
        return weights.get(at < 4 ? at + 1 : at + 2);
    }

    /** Present where the weight is quantised. */
    Optional<Codes> codes(Projection projection) {
        int at = 2 * place(projection);
        return tables.map(found -> new Codes(held(projection), state.get(at), state.get(at + 1), found));
    }

    /** Empty where there is none; the place of a norm that these models lack stands for the other projections'. */
    NDArray bias(Projection projection) {
        return weights.get(9 + Math.min(place(projection), 3));
    }

    /** The adapter's A and B, empty where the projection carries none. */
    List<NDArray> pair(Projection projection) {
        return adapter.subList(2 * place(projection), 2 * place(projection) + 2);
    }

    /** Among the seven. */
    private static int place(Projection projection) {
        return ORDER.indexOf(projection);
    }
}
