package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.layers.LayerPieces.Projected;
import org.residency.llm.lora.Projection;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.PackedRow;

/**
 * The gradient of an adapter, a layer at a time: forward from the embedding to the last layer's end, then back with each
 * layer's gradient written down. Frozen weights ask for no gradient, so of a layer only its begin, query, key, value, the heads'
 * outputs with their log-sum-exp, its middle, gate and up are kept; with checkpointing only the begin and what attention made,
 * and the rest is computed again but for attention and the down projection.
 */
public final class LayerWalk {
    private final Transformer model;
    private final Kernels kernels;
    private final Adaptation adapter;
    private final LayerArithmetic arithmetic;
    private final boolean flash;
    private final boolean checkpointing;

    /**
     * A walk with kernels of our own between the products; nothing where the device or the model is not one for them, and
     * autograd then does the work: a GPU and bfloat16, no dropout, no window of attention, no norms of query and key, and widths
     * that are multiples of 8.
     */
    public static Optional<LayerWalk> on(Transformer model, Adaptation adapter, double dropout, boolean checkpointing) {
        return fits(model.config(), model.computeType(), model.kernels().device(), dropout)
                ? CudaArithmetic.on(model.kernels(), model.config().normEpsilon())
                        .map(arithmetic -> new LayerWalk(model, adapter, arithmetic, true, checkpointing))
                : Optional.empty();
    }

    /** Whether model and device are ones that are walked where CUDA's libraries are there. */
    public static boolean fits(ModelConfig config, ComputeType type, ComputeDevice device, double dropout) {
        return type == ComputeType.BFLOAT16
                && device instanceof ComputeDevice.Gpu
                && dropout == 0
                && config.attentionWindow() == 0
                && !config.architecture().queryKeyNorm()
                && config.headSize() % 16 == 0
                && config.hiddenSize() % 8 == 0
                && config.intermediateSize() % 8 == 0;
    }

    LayerWalk(Transformer model, Adaptation adapter, LayerArithmetic arithmetic, boolean flash, boolean checkpointing) {
        this.model = model;
        this.kernels = model.kernels();
        this.adapter = adapter;
        this.arithmetic = arithmetic;
        this.flash = flash;
        this.checkpointing = checkpointing;
    }

    /** The last layer's end and what the loss makes of it. */
    public record Turn(NDArray gradient, NDArray loss) {}

    /**
     * Adds the adapter's gradient to {@code sums}.
     *
     * @param turn gives the gradient [T, C] of the last layer's end [T, C], and the loss
     * @return the loss
     */
    public double addGradients(PackedRow row, List<NDArray> sums, Function<NDArray, Turn> turn) {
        try (NDManager pass = kernels.newManager()) {
            NDList begun = kernels.call("layers_begin", pass)
                    .list("w", model.ends().subList(0, 2))
                    .tensor(row.ids())
                    .tensor(row.positions())
                    .tensor(row.starts())
                    .run();
            NDArray cos = begun.get(1);
            NDArray sin = begun.get(2);
            NDArray places = row.starts()
                    .toType(DataType.INT32, false)
                    .toDevice(row.ids().getDevice(), true);
            places.attach(pass);
            LayerPieces pieces = new LayerPieces(model, arithmetic, adapter.scaling(), flash, row.starts(), places);
            Deque<KeptLayer> kept = new ArrayDeque<>();
            NDArray x = begun.get(0);
            for (int layer = 0; layer < model.config().layers(); layer++) {
                KeptLayer one = new KeptLayer(pass.newSubManager(), x);
                x = forward(weights(layer), pieces, one, cos, sin, pass);
                kept.push(one);
            }
            Turn turned = turn.apply(x);
            x.close();
            turned.gradient().attach(pass);
            int until = sums.size();
            for (int layer = model.config().layers() - 1; layer >= 0; layer--) {
                LayerWeights weights = weights(layer);
                LayerPieces.Sums own = LayerPieces.Sums.before(weights, sums, until, model.none());
                until -= own.size();
                try (KeptLayer one = kept.pop()) {
                    backward(weights, pieces, one, own, turned.gradient(), cos, sin);
                }
            }
            // Not before: reading it waits for the device.
            return turned.loss().getFloat();
        }
    }

    private LayerWeights weights(int layer) {
        return new LayerWeights(model, adapter.tensors(), layer);
    }

    /** Returns the layer's end [T, C], which belongs to {@code pass}. */
    private NDArray forward(
            LayerWeights weights, LayerPieces pieces, KeptLayer kept, NDArray cos, NDArray sin, NDManager pass) {
        kept.computeQueryKeyValue(weights, pieces, arithmetic, cos, sin);
        kept.attend(pieces);
        kept.computeMiddle(weights, pieces, arithmetic);
        try (NDManager step = pass.newSubManager()) {
            NDArray inner = arithmetic.gated(kept.gate(), kept.up(), step);
            Projected down = pieces.project(weights, LayerPieces.DOWN, inner, kept.middle(), step);
            kept.keepLow(Projection.DOWN, down.low());
            NDArray end = down.y().get(0);
            end.attach(pass);
            if (checkpointing) {
                kept.forgetWhatCanBeComputedAgain();
            }
            return end;
        }
    }

    /** From the gradient of the layer's end to that of its begin, in place. */
    private void backward(
            LayerWeights weights,
            LayerPieces pieces,
            KeptLayer kept,
            LayerPieces.Sums sums,
            NDArray gradient,
            NDArray cos,
            NDArray sin) {
        if (checkpointing) {
            kept.computeQueryKeyValue(weights, pieces, arithmetic, cos, sin);
            kept.computeMiddle(weights, pieces, arithmetic);
        }
        try (NDManager step = kernels.newManager()) {
            NDArray inner = arithmetic.gated(kept.gate(), kept.up(), step);
            NDArray byInner = pieces.backward(
                    weights, LayerPieces.DOWN, inner, kept.low(Projection.DOWN), sums, List.of(gradient), step);
            inner.close();
            arithmetic.gatedGradient(kept.gate(), kept.up(), byInner);
            byInner.close();
            NDArray normed = arithmetic.norm(kept.middle(), weights.secondNorm(), step);
            NDArray byNormed = pieces.backward(
                    weights,
                    LayerPieces.GATE_UP,
                    normed,
                    kept.low(Projection.GATE),
                    sums,
                    List.of(kept.gate(), kept.up()),
                    step);
            arithmetic.addNormGradient(kept.middle(), weights.secondNorm(), byNormed, gradient);
        }
        try (NDManager step = kernels.newManager()) {
            NDArray byHeads = pieces.backward(
                    weights,
                    LayerPieces.OUTPUT,
                    kept.heads(),
                    kept.low(Projection.OUTPUT),
                    sums,
                    List.of(gradient),
                    step);
            List<NDArray> by =
                    pieces.attendBackward(byHeads, kept.queryKeyValue(), kept.heads(), kept.logSumExp(), step);
            arithmetic.rotate(by.get(0), cos, sin, -1);
            arithmetic.rotate(by.get(1), cos, sin, -1);
            NDArray normed = arithmetic.norm(kept.begin(), weights.firstNorm(), step);
            NDArray byNormed = pieces.backward(
                    weights, LayerPieces.QUERY_KEY_VALUE, normed, kept.low(Projection.QUERY), sums, by, step);
            arithmetic.addNormGradient(kept.begin(), weights.firstNorm(), byNormed, gradient);
        }
    }
}
