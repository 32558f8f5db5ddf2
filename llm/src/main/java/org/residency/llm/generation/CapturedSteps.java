package org.residency.llm.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.llm.cuda.CudaException;
import org.residency.llm.decoding.CapturedBatch;
import org.residency.llm.decoding.CapturedDecoder;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.Transformer;

/**
 * Steps replayed as a captured graph. Plain sampling happens in it, so that a block of tokens needs no word from the host; with
 * top-k, top-p, min-p or a penalty each token is chosen by the engine's operators in between.
 */
final class CapturedSteps implements TokenSteps {
    private static final int BLOCK = 32;
    /** Reading the weights costs the same for fewer rows, dropping some copies the cache and captures again. */
    private static final int ROWS_FOR_AN_IDLE_ONE = 8;

    private final Transformer transformer;
    private final SamplingSettings settings;
    private final CapturedDecoder decoder;
    private final PlainSteps fallback;
    private Optional<CapturedBatch> batch = Optional.empty();
    private boolean failed;
    private int captured;

    private CapturedSteps(
            Transformer transformer, SamplingSettings settings, CapturedDecoder decoder, PlainSteps fallback) {
        this.fallback = fallback;
        this.transformer = transformer;
        this.settings = settings;
        this.decoder = decoder;
    }

    /** Nothing where this device, model or adapter cannot be captured. */
    static Optional<TokenSteps> of(
            Transformer transformer, Optional<Adaptation> adapter, SamplingSettings settings, PlainSteps fallback) {
        return CapturedDecoder.of(transformer, adapter)
                .map(decoder -> new CapturedSteps(transformer, settings, decoder, fallback));
    }

    @Override
    public int mostAtOnce() {
        return BLOCK;
    }

    @Override
    public boolean worthDropping(int ended, int rows) {
        return ended >= 1 + rows / ROWS_FOR_AN_IDLE_ONE;
    }

    @Override
    public Taken take(KvCache cache, Asked asked) {
        if (!failed) {
            try {
                return take(batchOf(cache, asked.positions()), cache, asked);
            } catch (CudaException e) {
                System.getLogger(CapturedSteps.class.getName())
                        .log(System.Logger.Level.WARNING, "decoding goes on without a captured graph", e);
                failed = true;
            }
        }
        return fallback.take(cache, asked);
    }

    private Taken take(CapturedBatch steps, KvCache cache, Asked asked) {
        double[] uniforms = new double[asked.rows() * BLOCK];
        for (int row = 0; row < asked.rows(); row++) {
            System.arraycopy(asked.uniforms(), row * asked.steps(), uniforms, row * BLOCK, asked.steps());
        }
        steps.begin(asked.positions(), uniforms);
        if (!plain()) {
            return choose(cache, asked, steps);
        }
        for (int i = 0; i < asked.steps(); i++) {
            steps.step();
        }
        long[] tokens = new long[asked.rows() * asked.steps()];
        float[] known = new float[tokens.length];
        long[] drawn = steps.tokens();
        float[] drawnKnown = steps.logProbabilities();
        for (int row = 0; row < asked.rows(); row++) {
            System.arraycopy(drawn, row * BLOCK, tokens, row * asked.steps(), asked.steps());
            System.arraycopy(drawnKnown, row * BLOCK, known, row * asked.steps(), asked.steps());
        }
        return new Taken(asked.steps(), tokens, known);
    }

    private Taken choose(KvCache cache, Asked asked, CapturedBatch steps) {
        try (NDManager owner = transformer.kernels().newManager()) {
            NDArray uniforms = owner.create(asked.uniforms(), new Shape(asked.rows(), asked.steps()));
            List<NDArray> tokens = new ArrayList<>();
            List<NDArray> known = new ArrayList<>();
            for (int i = 0; i < asked.steps(); i++) {
                NDList chosen = transformer
                        .kernels()
                        .call("choose_next", owner)
                        .integers(i, settings.topK())
                        .reals(settings.temperature(), settings.topP(), settings.minP(), settings.repetitionPenalty())
                        .tensor(cache.logits())
                        .tensor(cache.seen())
                        .tensor(uniforms)
                        .tensor(steps.chosen().get(0))
                        .tensor(steps.chosen().get(1))
                        .run();
                tokens.add(chosen.get(0));
                known.add(chosen.get(1));
                steps.step();
            }
            NDList joined = transformer
                    .kernels()
                    .call("side_by_side", owner)
                    .list("tokens", tokens)
                    .list("known", known)
                    .run();
            return new Taken(
                    asked.steps(), joined.get(0).toLongArray(), joined.get(1).toFloatArray());
        }
    }

    private boolean plain() {
        boolean everyWord = settings.topK() == 0 && settings.topP() == 1 && settings.minP() == 0;
        return settings.repetitionPenalty() == 1 && (settings.temperature() == 0 || everyWord);
    }

    private CapturedBatch batchOf(KvCache cache, long[] positions) {
        if (batch.isEmpty() || captured != cache.version()) {
            batch.ifPresent(CapturedBatch::close);
            batch = Optional.empty();
            CapturedBatch fresh = decoder.capture(
                    cache.keysAndValues(),
                    cache.logits(),
                    positions,
                    plain() ? Optional.of(settings.temperature()) : Optional.empty(),
                    BLOCK);
            batch = Optional.of(fresh);
            captured = cache.version();
        }
        return batch.orElseThrow();
    }

    @Override
    public void close() {
        batch.ifPresent(CapturedBatch::close);
        decoder.close();
    }
}
