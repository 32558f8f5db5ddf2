package org.residency.llm.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.residency.llm.decoding.LaidOutWeights;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.Transformer;

/**
 * Steps in the engine's own operators, on every device and in every type. Blocks of them run in one kernel call, which comes
 * back as soon as a sequence has ended (in large batches, one in sixteen).
 */
final class PlainSteps implements TokenSteps {
    private static final int BLOCK = 8;
    /** Copying the cache at each end would cost a large batch more than a few idle rows do. */
    private static final int ROWS_FOR_AN_IDLE_ONE = 16;

    private final Transformer transformer;
    private final Optional<Adaptation> adapter;
    private final Set<Integer> endTokens;
    private final SamplingSettings settings;
    private final Optional<LaidOutWeights> laidOut;

    /** @param laidOut the weights to multiply with where they are laid out; closed with this */
    PlainSteps(
            Transformer transformer,
            Optional<Adaptation> adapter,
            Set<Integer> endTokens,
            SamplingSettings settings,
            Optional<LaidOutWeights> laidOut) {
        this.laidOut = laidOut;
        this.transformer = transformer;
        this.adapter = adapter;
        this.endTokens = endTokens;
        this.settings = settings;
    }

    @Override
    public int mostAtOnce() {
        return BLOCK;
    }

    @Override
    public boolean worthDropping(int ended, int rows) {
        return ended > 0;
    }

    @Override
    public Taken take(KvCache cache, Asked asked) {
        int batch = asked.rows();
        try (NDManager step = transformer.kernels().newManager()) {
            NDList results = transformer
                    .call("decode", step, adapter)
                    .list("p", laidOut.map(LaidOutWeights::weights).orElse(List.of(empty(step))))
                    .list("c", laidOut.map(LaidOutWeights::factors).orElse(List.of(empty(step))))
                    .integers(transformer.integers(
                            0,
                            LongStream.of(asked.positions()).max().orElseThrow(),
                            asked.steps(),
                            settings.topK(),
                            1 + batch / ROWS_FOR_AN_IDLE_ONE))
                    .reals(transformer.reals(
                            adapter,
                            0,
                            settings.temperature(),
                            settings.topP(),
                            settings.minP(),
                            settings.repetitionPenalty()))
                    .tensor(cache.keysAndValues())
                    .tensor(cache.logits())
                    .tensor(cache.seen())
                    .tensor(step.create(asked.positions()))
                    .tensor(step.create(asked.ended()))
                    .tensor(step.create(asked.uniforms(), new Shape(batch, asked.steps())))
                    .tensor(step.create(endTokens.isEmpty() ? new long[] {-1} : sorted(endTokens)))
                    .run();
            long[] tokens = results.get(0).toLongArray();
            float[] logProbabilities = results.get(1).toFloatArray();
            cache.replaceLogits(results.get(2));
            return new Taken(tokens.length / batch, tokens, logProbabilities);
        }
    }

    /** A tensor of its own for each list: its name says which list it stands in. */
    private static NDArray empty(NDManager owner) {
        return owner.zeros(new Shape(0));
    }

    private static long[] sorted(Set<Integer> tokens) {
        return tokens.stream()
                .flatMapToLong(token -> LongStream.of(token))
                .sorted()
                .toArray();
    }

    @Override
    public void close() {
        laidOut.ifPresent(LaidOutWeights::close);
    }
}
