package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.layers.LayerPieces.Projected;
import org.residency.llm.lora.Projection;

/** What a layer's backward pass needs of its forward pass. Tensors are flat, [T, width]; closing this frees them. */
final class KeptLayer implements AutoCloseable {
    private final NDManager owner;
    private final NDArray begin;
    private final Map<Projection, NDArray> low = new EnumMap<>(Projection.class);
    private List<NDArray> queryKeyValue = List.of();
    private NDArray heads;
    private NDArray logSumExp;
    private NDArray middle;
    private List<NDArray> gateUp = List.of();

    /** Takes {@code begin} over. */
    KeptLayer(NDManager owner, NDArray begin) {
        this.owner = owner;
        this.begin = begin;
        begin.attach(owner);
    }

    void computeQueryKeyValue(
            LayerWeights weights, LayerPieces pieces, LayerArithmetic arithmetic, NDArray cos, NDArray sin) {
        try (NDManager step = owner.newSubManager()) {
            NDArray normed = arithmetic.norm(begin, weights.firstNorm(), step);
            Projected made = pieces.project(weights, LayerPieces.QUERY_KEY_VALUE, normed, owner);
            queryKeyValue = made.y();
            keepLow(Projection.QUERY, made.low());
        }
        arithmetic.rotate(queryKeyValue.get(0), cos, sin, 1);
        arithmetic.rotate(queryKeyValue.get(1), cos, sin, 1);
    }

    void attend(LayerPieces pieces) {
        NDList made = pieces.attention().forward(queryKeyValue, owner);
        heads = made.get(0);
        logSumExp = made.get(1);
    }

    /** From the heads' outputs on: middle, gate and up, of which {@link #gated} must be asked before they are whole. */
    void computeMiddle(LayerWeights weights, LayerPieces pieces, LayerArithmetic arithmetic) {
        Projected made = pieces.project(weights, LayerPieces.OUTPUT, heads, begin, owner);
        middle = made.y().get(0);
        keepLow(Projection.OUTPUT, made.low());
        try (NDManager step = owner.newSubManager()) {
            NDArray normed = arithmetic.norm(middle, weights.secondNorm(), step);
            Projected wide = pieces.projectToGate(weights, normed, owner);
            gateUp = wide.y();
            keepLow(Projection.GATE, wide.low());
        }
    }

    /** silu(gate) up, belonging to {@code to}; to be asked for once after {@link #computeMiddle}, whose work it ends. */
    NDArray gated(LayerWeights weights, LayerPieces pieces, NDManager to) {
        return pieces.gate(weights, gate(), up(), low(Projection.GATE), to);
    }

    /** Of what projections that read one x make; named by the first of them. */
    void keepLow(Projection first, NDArray product) {
        product.attach(owner);
        low.put(first, product);
    }

    /** All but the begin, what attention made, and the low-rank product of the down projection, which is not run again. */
    void forgetWhatCanBeComputedAgain() {
        queryKeyValue.forEach(NDArray::close);
        gateUp.forEach(NDArray::close);
        middle.close();
        for (Projection first : List.of(Projection.QUERY, Projection.OUTPUT, Projection.GATE)) {
            low.remove(first).close();
        }
    }

    NDArray begin() {
        return begin;
    }

    List<NDArray> queryKeyValue() {
        return queryKeyValue;
    }

    NDArray heads() {
        return heads;
    }

    NDArray logSumExp() {
        return logSumExp;
    }

    NDArray middle() {
        return middle;
    }

    NDArray gate() {
        return gateUp.get(0);
    }

    NDArray up() {
        return gateUp.get(1);
    }

    NDArray low(Projection first) {
        return low.get(first);
    }

    @Override
    public void close() {
        owner.close();
    }
}
