package org.residency.llm.decoding;

import static org.residency.llm.decoding.StepWeights.DOWN;
import static org.residency.llm.decoding.StepWeights.GATE;
import static org.residency.llm.decoding.StepWeights.NORM;
import static org.residency.llm.decoding.StepWeights.OUTPUT;
import static org.residency.llm.decoding.StepWeights.QUERY;
import static org.residency.llm.decoding.StepWeights.QUERY_BIAS;
import static org.residency.llm.decoding.StepWeights.QUERY_NORM;
import static org.residency.llm.decoding.StepWeights.SECOND_NORM;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.residency.llm.cuda.CudaKernel.Grid;
import org.residency.llm.cuda.CudaStream;
import org.residency.llm.cuda.MatrixProducts;
import org.residency.llm.cuda.MatrixProducts.Element;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.model.ModelConfig;

/** Puts the launches of a token step on a stream, in their order. */
final class StepRecorder {
    /** Projections of an adapter, counted as it has them. */
    private static final int TO_QUERY = 0;

    private static final int TO_OUTPUT = 3;
    private static final int TO_GATE = 4;
    private static final int TO_DOWN = 6;

    private final Kernels tensors;
    private final ModelConfig config;
    private final StepKernels kernels;
    private final StepWeights weights;
    private final StepBuffers buffers;
    private final MatrixProducts products;
    private final Element element;
    private final int rows;
    private final int slots;
    private final long cache;
    private final IdentityHashMap<NDArray, Long> addresses = new IdentityHashMap<>();

    StepRecorder(
            Kernels tensors,
            ModelConfig config,
            ComputeType type,
            StepKernels kernels,
            StepWeights weights,
            StepBuffers buffers,
            MatrixProducts products,
            NDArray cache) {
        this.tensors = tensors;
        this.config = config;
        this.kernels = kernels;
        this.weights = weights;
        this.buffers = buffers;
        this.products = products;
        this.element = type == ComputeType.FLOAT16 ? Element.FLOAT16 : Element.BFLOAT16;
        this.rows = (int) cache.getShape().get(2);
        this.slots = (int) cache.getShape().get(4);
        this.cache = tensors.address(cache);
    }

    /** From logits to each sequence's next token. */
    void draw(CudaStream stream, NDArray logits, double temperature) {
        float divisor = temperature == 0 ? 1 : (float) temperature;
        int words = config.vocabularySize();
        kernels.survey()
                .launch(
                        stream,
                        new Grid(StepBuffers.SURVEYED, rows, 1),
                        256,
                        at(logits),
                        words,
                        divisor,
                        at(buffers.found));
        kernels.draw()
                .launch(
                        stream,
                        new Grid(rows, 1, 1),
                        256,
                        at(logits),
                        words,
                        divisor,
                        temperature == 0 ? 1 : 0,
                        at(buffers.found),
                        StepBuffers.SURVEYED,
                        at(buffers.uniforms),
                        (int) buffers.uniforms.getShape().get(1),
                        slots,
                        at(buffers.ids),
                        at(buffers.position),
                        at(buffers.step),
                        at(buffers.tokens),
                        at(buffers.known));
    }

    /** From each sequence's newest token to logits. */
    void forward(CudaStream stream, CudaStream side, NDArray logits) {
        products.on(stream, at(buffers.workspace), StepBuffers.WORKSPACE);
        int width = config.hiddenSize();
        int inner = config.intermediateSize();
        int queries = config.heads() * config.headSize();
        int projected = queries + 2 * config.keyValueHeads() * config.headSize();
        norm(stream, 0, 0, 0, weights.of(0, NORM));
        for (int layer = 0; layer < config.layers(); layer++) {
            lower(stream, side, buffers.h, width, layer, TO_QUERY, 3);
            multiply(buffers.h, weights.of(layer, QUERY), buffers.y, width, projected, element);
            join(stream, side);
            attend(stream, layer);
            lower(stream, side, buffers.heads, queries, layer, TO_OUTPUT, 1);
            multiply(buffers.heads, weights.of(layer, OUTPUT), buffers.y, queries, width, element);
            join(stream, side);
            norm(stream, at(buffers.y), weights.b(layer, TO_OUTPUT), weights.rank(), weights.of(layer, SECOND_NORM));
            lower(stream, side, buffers.h, width, layer, TO_GATE, 2);
            multiply(buffers.h, weights.of(layer, GATE), buffers.y, width, 2 * inner, element);
            join(stream, side);
            gate(stream, layer);
            lower(stream, side, buffers.inner, inner, layer, TO_DOWN, 1);
            multiply(buffers.inner, weights.of(layer, DOWN), buffers.y, inner, width, element);
            join(stream, side);
            norm(
                    stream,
                    at(buffers.y),
                    weights.b(layer, TO_DOWN),
                    weights.rank(),
                    layer + 1 < config.layers() ? weights.of(layer + 1, NORM) : weights.lastNorm());
        }
        multiply(buffers.h, weights.head(), logits, width, config.vocabularySize(), Element.FLOAT32);
    }

    private void multiply(NDArray x, long w, NDArray y, int in, int out, Element into) {
        products.multiply(at(x), w, at(y), rows, in, out, element, into);
    }

    /** The adapter's inner vectors beside the large product that reads the same x. */
    private void lower(CudaStream stream, CudaStream side, NDArray x, int width, int layer, int first, int count) {
        if (weights.rank() == 0) {
            return;
        }
        side.waitFor(stream);
        List<Long> present = present(layer, first, count);
        if (present.isEmpty()) {
            return;
        }
        Long[] three = Arrays.copyOf(present.toArray(Long[]::new), 3);
        Arrays.setAll(three, i -> three[i] == null ? Long.valueOf(0) : three[i]);
        kernels.lower()
                .launch(
                        side,
                        new Grid(
                                present.size() * weights.rank() / 16,
                                (rows + kernels.rowsOfLower() - 1) / kernels.rowsOfLower(),
                                StepBuffers.SPLITS),
                        256,
                        at(x),
                        width,
                        rows,
                        three[0],
                        three[1],
                        three[2],
                        weights.rank() / 16,
                        at(buffers.low));
    }

    private void join(CudaStream stream, CudaStream side) {
        if (weights.rank() > 0) {
            stream.waitFor(side);
        }
    }

    private List<Long> present(int layer, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(projection -> weights.a(layer, projection))
                .filter(address -> address != 0)
                .toList();
    }

    /** Where the inner vector of a projection begins in a row of what {@link #lower} made of several. */
    private int place(int layer, int first, int projection) {
        return weights.rank() * present(layer, first, projection - first).size();
    }

    private void norm(CudaStream stream, long y, long b, int rank, long weight) {
        kernels.addAndNorm()
                .launch(
                        stream,
                        new Grid(rows, 1, 1),
                        512,
                        weights.embedding(),
                        at(buffers.ids),
                        at(buffers.position),
                        weights.rotary(),
                        at(buffers.turn),
                        y,
                        at(buffers.low),
                        rank,
                        b,
                        rank,
                        (float) weights.scaling(),
                        at(buffers.x),
                        weight,
                        (float) config.normEpsilon(),
                        at(buffers.h),
                        config.hiddenSize());
    }

    private void attend(CudaStream stream, int layer) {
        long plane = 2L * rows * config.keyValueHeads() * slots * config.headSize();
        kernels.attend()
                .launch(
                        stream,
                        new Grid(config.keyValueHeads(), rows, buffers.attentionParts),
                        32 * kernels.warpsOfAttend(),
                        at(buffers.y),
                        config.heads(),
                        config.keyValueHeads(),
                        weights.of(layer, QUERY_BIAS),
                        weights.of(layer, QUERY_BIAS + 1),
                        weights.of(layer, QUERY_BIAS + 2),
                        at(buffers.low),
                        weights.rank() * present(layer, TO_QUERY, 3).size(),
                        place(layer, TO_QUERY, TO_QUERY),
                        place(layer, TO_QUERY, TO_QUERY + 1),
                        place(layer, TO_QUERY, TO_QUERY + 2),
                        weights.b(layer, TO_QUERY),
                        weights.b(layer, TO_QUERY + 1),
                        weights.b(layer, TO_QUERY + 2),
                        weights.rank(),
                        (float) weights.scaling(),
                        weights.of(layer, QUERY_NORM),
                        weights.of(layer, QUERY_NORM + 1),
                        (float) config.normEpsilon(),
                        at(buffers.turn),
                        at(buffers.position),
                        cache + 2L * layer * plane,
                        cache + (2L * layer + 1) * plane,
                        slots,
                        config.attentionWindow(),
                        (float) (1 / Math.sqrt(config.headSize())),
                        at(buffers.parts),
                        at(buffers.arrived),
                        at(buffers.heads));
    }

    private void gate(CudaStream stream, int layer) {
        int inner = config.intermediateSize();
        kernels.gate()
                .launch(
                        stream,
                        new Grid((inner + 1023) / 1024, (rows + kernels.rowsOfGate() - 1) / kernels.rowsOfGate(), 1),
                        128,
                        at(buffers.y),
                        at(buffers.low),
                        weights.rank() * present(layer, TO_GATE, 2).size(),
                        place(layer, TO_GATE, TO_GATE),
                        place(layer, TO_GATE, TO_GATE + 1),
                        weights.b(layer, TO_GATE),
                        weights.b(layer, TO_GATE + 1),
                        weights.rank(),
                        (float) weights.scaling(),
                        at(buffers.inner),
                        inner,
                        rows);
    }

    private long at(NDArray tensor) {
        return addresses.computeIfAbsent(tensor, tensors::address);
    }
}
