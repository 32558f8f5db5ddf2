package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.layers.LayerPieces.Projected;
import org.residency.llm.lora.Projection;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.LabelledBatch;
import org.residency.llm.training.PackedRow;

/**
 * The gradient of an adapter, a layer at a time: forward from the embedding to the last layer's end, then back with each
 * layer's gradient written down. Frozen weights ask for no gradient, so of a layer only its begin, query, key, value, the heads'
 * outputs with their log-sum-exp, its middle, gate and up are kept; with checkpointing only the begin and what attention made,
 * and the rest is computed again but for attention and the down projection.
 */
public final class LayerWalk {
    private static final int PLAIN_ROTARY_ROWS = 2;

    private final Transformer model;
    private final Kernels kernels;
    private final Adaptation adapter;
    private final LayerArithmetic arithmetic;
    private final boolean flash;
    private final boolean checkpointing;
    private final RecurringShapes recurring = new RecurringShapes();

    /**
     * A walk where it is faster than autograd: on a GPU in bfloat16 with kernels of our own between the products, on the CPU in
     * float32 with the library's operators. Nothing where model or adapter is not one for it, and autograd then does the work:
     * over a base in eight bits, with dropout, with DoRA, with a window of attention, with norms of query and key, on a GPU
     * with widths that are no multiples of 8.
     */
    public static Optional<LayerWalk> on(Transformer model, Adaptation adapter, double dropout, boolean checkpointing) {
        Kernels kernels = model.kernels();
        if (adapter.decomposed()
                || !fits(model.config(), model.computeType(), model.quantization(), kernels.device(), dropout)) {
            return Optional.empty();
        }
        double epsilon = model.config().normEpsilon();
        if (kernels.device() instanceof ComputeDevice.Cpu) {
            return Optional.of(
                    new LayerWalk(model, adapter, new LibraryArithmetic(kernels, epsilon), false, checkpointing));
        }
        return CudaArithmetic.on(kernels, epsilon)
                .map(arithmetic -> new LayerWalk(model, adapter, arithmetic, true, checkpointing));
    }

    /** Whether model and device are ones that are walked, a GPU where CUDA's libraries are there. */
    public static boolean fits(
            ModelConfig config, ComputeType type, BaseQuantization quantization, ComputeDevice device, double dropout) {
        if (quantization == BaseQuantization.INT8
                || dropout > 0
                || config.attentionWindow() > 0
                || config.architecture().queryKeyNorm()) {
            return false;
        }
        if (device instanceof ComputeDevice.Cpu) {
            return type == ComputeType.FLOAT32;
        }
        return type == ComputeType.BFLOAT16
                && config.headSize() % 16 == 0
                && config.hiddenSize() % 8 == 0
                && config.intermediateSize() % 8 == 0
                && config.vocabularySize() % 8 == 0;
    }

    LayerWalk(Transformer model, Adaptation adapter, LayerArithmetic arithmetic, boolean flash, boolean checkpointing) {
        this.model = model;
        this.kernels = model.kernels();
        this.adapter = adapter;
        this.arithmetic = arithmetic;
        this.flash = flash;
        this.checkpointing = checkpointing;
    }

    /**
     * A packed batch as it is walked: a prompt that neighbours have in common stands there once, unless angles depend on a
     * sequence's length.
     */
    public PackedRow row(LabelledBatch batch, NDManager owner) {
        boolean plain = model.ends().get(0).getShape().get(0) == PLAIN_ROTARY_ROWS;
        return batch.row(owner, plain).orElseThrow();
    }

    /**
     * What the model says of the labelled tokens; nothing is kept for gradients.
     *
     * @param live false for the model with its adapter off
     */
    public Known logProbabilities(PackedRow row, boolean live, double temperature, NDManager owner) {
        try (NDManager pass = kernels.newManager()) {
            Begun begun = begin(row, live, pass);
            NDArray x = begun.x();
            for (int layer = 0; layer < model.config().layers(); layer++) {
                try (KeptLayer one = new KeptLayer(pass.newSubManager(), x)) {
                    x = forward(weights(layer, begun), begun, one, pass);
                }
            }
            try (LastStates last = new LastStates(model, arithmetic, row, x)) {
                return last.known(temperature, owner);
            }
        }
    }

    /**
     * Adds to {@code sums} the adapter's gradient of the log-probabilities' sum times {@code slope}.
     *
     * @return the log-probabilities [N]
     */
    public NDArray addGradients(PackedRow row, double slope, List<NDArray> sums, NDManager owner) {
        return walk(row, sums, (last, pass) -> {
            NDArray known = last.unwritten(owner).logProbabilities();
            NDArray slopes = pass.full(row.rows().getShape(), (float) slope, DataType.FLOAT32);
            return new Turned(last.gradient(slopes, 1, known, pass), known);
        });
    }

    /**
     * Adds the adapter's gradient to {@code sums}.
     *
     * @param slopes gives the slope of what is lowered by each log-probability [N]
     */
    public void addGradients(PackedRow row, double temperature, List<NDArray> sums, Function<Known, NDArray> slopes) {
        walk(row, sums, (last, pass) -> {
            Known known = last.known(temperature, pass);
            return new Turned(
                    last.gradient(slopes.apply(known), temperature, known.logProbabilities(), pass),
                    known.logProbabilities());
        });
    }

    /** The gradient of the last layer's end, and the log-probabilities. */
    private record Turned(NDArray gradient, NDArray known) {}

    /** What every layer takes. */
    private record Begun(LayerPieces pieces, List<NDArray> factors, NDArray x, NDArray cos, NDArray sin) {}

    private Begun begin(PackedRow row, boolean live, NDManager pass) {
        NDList begun = kernels.call("layers_begin", pass)
                .list("w", model.ends().subList(0, 2))
                .tensor(row.ids())
                .tensor(row.positions())
                .tensor(row.starts())
                .run();
        LayerPieces pieces = new LayerPieces(
                model,
                arithmetic,
                live ? adapter.scaling() : 0,
                new Attention(model, arithmetic, flash, recurring, row, pass));
        // An empty tensor of its own: in a kernel's lists a tensor goes by one name.
        List<NDArray> factors = live
                ? kernels.call("factors_like", pass)
                        .list("a", adapter.tensors())
                        .tensor(begun.get(0))
                        .run()
                : Collections.nCopies(LayerWeights.TENSORS * model.config().layers(), pass.zeros(new Shape(0)));
        return new Begun(pieces, factors, begun.get(0), begun.get(1), begun.get(2));
    }

    private NDArray walk(PackedRow row, List<NDArray> sums, BiFunction<LastStates, NDManager, Turned> turn) {
        try (NDManager pass = kernels.newManager()) {
            Begun begun = begin(row, true, pass);
            Deque<KeptLayer> kept = new ArrayDeque<>();
            NDArray x = begun.x();
            for (int layer = 0; layer < model.config().layers(); layer++) {
                KeptLayer one = new KeptLayer(pass.newSubManager(), x);
                x = forward(weights(layer, begun), begun, one, pass);
                if (checkpointing) {
                    one.forgetWhatCanBeComputedAgain();
                }
                kept.push(one);
            }
            Turned turned;
            try (LastStates last = new LastStates(model, arithmetic, row, x)) {
                turned = turn.apply(last, pass);
            }
            x.close();
            int until = sums.size();
            for (int layer = model.config().layers() - 1; layer >= 0; layer--) {
                LayerWeights weights = weights(layer, begun);
                LayerPieces.Sums own = LayerPieces.Sums.before(weights, sums, until, model.none());
                until -= own.size();
                try (KeptLayer one = kept.pop()) {
                    backward(weights, begun, one, own, turned.gradient());
                }
            }
            return turned.known();
        }
    }

    private LayerWeights weights(int layer, Begun begun) {
        return new LayerWeights(model, begun.factors(), layer);
    }

    /** Returns the layer's end [T, C], which belongs to {@code pass}. */
    private NDArray forward(LayerWeights weights, Begun begun, KeptLayer kept, NDManager pass) {
        LayerPieces pieces = begun.pieces();
        kept.computeQueryKeyValue(weights, pieces, arithmetic, begun.cos(), begun.sin());
        kept.attend(pieces);
        kept.computeMiddle(weights, pieces, arithmetic);
        try (NDManager step = pass.newSubManager()) {
            NDArray inner = kept.gated(weights, pieces, step);
            Projected down = pieces.project(weights, LayerPieces.DOWN, inner, kept.middle(), step);
            kept.keepLow(Projection.DOWN, down.low());
            NDArray end = down.y().get(0);
            end.attach(pass);
            return end;
        }
    }

    /** From the gradient of the layer's end to that of its begin, in place. */
    private void backward(LayerWeights weights, Begun begun, KeptLayer kept, LayerPieces.Sums sums, NDArray gradient) {
        LayerPieces pieces = begun.pieces();
        NDArray cos = begun.cos();
        NDArray sin = begun.sin();
        if (checkpointing) {
            kept.computeQueryKeyValue(weights, pieces, arithmetic, cos, sin);
            kept.computeMiddle(weights, pieces, arithmetic);
        }
        try (NDManager step = kernels.newManager()) {
            NDArray inner =
                    checkpointing ? kept.gated(weights, pieces, step) : arithmetic.gated(kept.gate(), kept.up(), step);
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
                    pieces.attention().backward(byHeads, kept.queryKeyValue(), kept.heads(), kept.logSumExp(), step);
            arithmetic.rotate(by.get(0), cos, sin, -1);
            arithmetic.rotate(by.get(1), cos, sin, -1);
            NDArray normed = arithmetic.norm(kept.begin(), weights.firstNorm(), step);
            NDArray byNormed = pieces.backward(
                    weights, LayerPieces.QUERY_KEY_VALUE, normed, kept.low(Projection.QUERY), sums, by, step);
            arithmetic.addNormGradient(kept.begin(), weights.firstNorm(), byNormed, gradient);
        }
    }
}
