package org.residency.llm.decoding;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;

/**
 * Addresses of a model's weights, in the order in which kernels take them, and of an adapter's factors in the model's type.
 *
 * @param factors fourteen a layer, or none
 * @param rank of the factors, a multiple of sixteen; 0 without an adapter
 */
record StepWeights(List<Long> weights, List<Long> factors, int rank, double scaling) {
    /** Places within a layer's fourteen weights. */
    static final int NORM = 0;

    static final int QUERY = 1;
    static final int KEY = 2;
    static final int VALUE = 3;
    static final int OUTPUT = 4;
    static final int SECOND_NORM = 5;
    static final int GATE = 6;
    static final int UP = 7;
    static final int DOWN = 8;
    static final int QUERY_BIAS = 9;
    static final int QUERY_NORM = 12;

    private static final int FIRST_LAYER = 4;
    private static final int A_LAYER = 14;

    static StepWeights of(Transformer transformer, List<NDArray> factors, double scaling) {
        Kernels kernels = transformer.kernels();
        int rank = factors.stream()
                .filter(factor -> factor.size() > 0)
                .mapToInt(factor -> (int)
                        Math.min(factor.getShape().get(0), factor.getShape().get(1)))
                .max()
                .orElse(0);
        return new StepWeights(
                Stream.concat(transformer.ends().stream(), transformer.layerWeights().stream())
                        .map(kernels::address)
                        .toList(),
                factors.stream().map(kernels::address).toList(),
                rank,
                scaling);
    }

    long rotary() {
        return weights.get(0);
    }

    long embedding() {
        return weights.get(1);
    }

    long lastNorm() {
        return weights.get(2);
    }

    long head() {
        return weights.get(3);
    }

    /** 0 where that weight is not there. */
    long of(int layer, int place) {
        return weights.get(FIRST_LAYER + A_LAYER * layer + place);
    }

    /** A of a projection, counted from 0 for query; 0 where there is none. */
    long a(int layer, int projection) {
        return factors.isEmpty() ? 0 : factors.get(A_LAYER * layer + 2 * projection);
    }

    long b(int layer, int projection) {
        return factors.isEmpty() ? 0 : factors.get(A_LAYER * layer + 2 * projection + 1);
    }

    /** Whether query, key and value of every layer, and gate and up, lie one behind the other. */
    boolean adjacent(ModelConfig config) {
        long row = 2L * config.hiddenSize();
        long queries = row * config.heads() * config.headSize();
        long keys = row * config.keyValueHeads() * config.headSize();
        long inner = row * config.intermediateSize();
        return IntStream.range(0, config.layers())
                .allMatch(layer -> of(layer, KEY) == of(layer, QUERY) + queries
                        && of(layer, VALUE) == of(layer, KEY) + keys
                        && of(layer, UP) == of(layer, GATE) + inner);
    }
}
