package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.lora.Projection;
import org.residency.llm.model.Transformer;

/** A layer's matrix products, forward and backward, by the kernels in {@code layers.py}. */
final class LayerPieces {
    static final List<Projection> QUERY_KEY_VALUE = List.of(Projection.QUERY, Projection.KEY, Projection.VALUE);
    static final List<Projection> OUTPUT = List.of(Projection.OUTPUT);
    static final List<Projection> GATE_UP = List.of(Projection.GATE, Projection.UP);
    static final List<Projection> DOWN = List.of(Projection.DOWN);

    private final Transformer model;
    private final Kernels kernels;
    private final LayerArithmetic arithmetic;
    private final double scaling;
    private final Attention attention;

    LayerPieces(Transformer model, LayerArithmetic arithmetic, double scaling, Attention attention) {
        this.model = model;
        this.kernels = model.kernels();
        this.arithmetic = arithmetic;
        this.scaling = scaling;
        this.attention = attention;
    }

    /** What projections make of one x: y of each, and the low-rank products that their gradient needs. */
    record Projected(List<NDArray> y, NDArray low) {}

    Projected project(LayerWeights layer, List<Projection> which, NDArray x, NDManager owner) {
        return project(layer, which, x, model.none(), true, owner);
    }

    /** The same with {@code residual} added to the one y. */
    Projected project(LayerWeights layer, List<Projection> which, NDArray x, NDArray residual, NDManager owner) {
        return project(layer, which, x, residual, true, owner);
    }

    /** Gate and up without what the adapter adds to them, which {@link #gate} does. */
    Projected projectToGate(LayerWeights layer, NDArray x, NDManager owner) {
        return project(layer, GATE_UP, x, model.none(), false, owner);
    }

    /** Adds that, in place, and gives the product of both. */
    NDArray gate(LayerWeights layer, NDArray gate, NDArray up, NDArray low, NDManager owner) {
        List<NDArray> b = GATE_UP.stream()
                .map(projection -> layer.pair(projection).get(1))
                .toList();
        return b.stream().allMatch(factor -> factor.size() == 0)
                ? arithmetic.gated(gate, up, owner)
                : arithmetic.adaptedAndGated(gate, up, low, b, scaling, owner);
    }

    private Projected project(
            LayerWeights layer, List<Projection> which, NDArray x, NDArray residual, boolean adapted, NDManager owner) {
        try (NDManager step = owner.newSubManager()) {
            NDList made = kernels.call("project_flat", step)
                    .tensor(x)
                    .list("w", weights(layer, which, step))
                    .list("b", which.stream().map(layer::bias).toList())
                    .list("a", pairs(layer, which))
                    .reals(scaling, adapted ? 1 : 0)
                    .tensor(residual)
                    .run();
            made.attach(owner);
            return new Projected(List.copyOf(made.subList(0, which.size())), made.get(which.size()));
        }
    }

    /** The gradient of x from those of each y; the adapter's are added to {@code sums}, which run through the layer. */
    NDArray backward(
            LayerWeights layer,
            List<Projection> which,
            NDArray x,
            NDArray low,
            Sums sums,
            List<NDArray> gradients,
            NDManager owner) {
        try (NDManager step = owner.newSubManager()) {
            NDArray made = kernels.call("project_flat_backward", step)
                    .tensor(x)
                    .tensor(low)
                    .list("w", weights(layer, which, step))
                    .list("a", pairs(layer, which))
                    .list("g", sums.of(which))
                    .list("d", gradients)
                    .reals(scaling)
                    .run()
                    .head();
            made.attach(owner);
            return made;
        }
    }

    Attention attention() {
        return attention;
    }

    /** In the compute type; quantised ones are made so for as long as {@code step} lives. */
    private List<NDArray> weights(LayerWeights layer, List<Projection> which, NDManager step) {
        return which.stream()
                .map(projection -> layer.codes(projection)
                        .map(codes -> arithmetic.dequantized(codes, layer.firstNorm(), step))
                        .orElseGet(() -> layer.held(projection)))
                .toList();
    }

    private static List<NDArray> pairs(LayerWeights layer, List<Projection> which) {
        return which.stream()
                .flatMap(projection -> layer.pair(projection).stream())
                .toList();
    }

    /** A layer's sums of gradients, one for each factor that is there and in that order. */
    static final class Sums {
        private final LayerWeights layer;
        private final List<NDArray> all;
        private final NDArray none;

        private Sums(LayerWeights layer, List<NDArray> all, NDArray none) {
            this.layer = layer;
            this.all = all;
            this.none = none;
        }

        /** Takes the layer's share from the end of {@code gradients}, whose first {@code until} belong to the layers before. */
        static Sums before(LayerWeights layer, List<NDArray> gradients, int until, NDArray none) {
            int count = (int) factors(layer).count();
            return new Sums(layer, gradients.subList(until - count, until), none);
        }

        int size() {
            return all.size();
        }

        List<NDArray> of(List<Projection> which) {
            List<NDArray> found = new ArrayList<>();
            Iterator<NDArray> sums = all.iterator();
            for (Projection projection : Projection.values()) {
                for (NDArray factor : layer.pair(projection)) {
                    if (factor.size() > 0) {
                        NDArray sum = sums.next();
                        if (which.contains(projection)) {
                            found.add(sum);
                        }
                    }
                }
            }
            // A list that is handed to a kernel holds something.
            return found.isEmpty() ? List.of(none) : found;
        }

        private static Stream<NDArray> factors(LayerWeights layer) {
            return Stream.of(Projection.values())
                    .flatMap(projection -> layer.pair(projection).stream())
                    .filter(factor -> factor.size() > 0);
        }
    }
}
