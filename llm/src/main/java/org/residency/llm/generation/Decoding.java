package org.residency.llm.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;

/**
 * One batch from its prompts to its ends. Blocks of steps run in one kernel call, which comes back as soon as a sequence has
 * ended (in large batches, one in sixteen); those that ended leave the batch at once.
 */
final class Decoding {
    private static final int BLOCK = 8;
    /** Copying the cache at each end would cost a large batch more than a few idle rows do. */
    private static final int ROWS_FOR_AN_IDLE_ONE = 16;

    private final Transformer transformer;
    private final Optional<LoraAdapter> adapter;
    private final Set<Integer> endTokens;
    private final SamplingSettings settings;
    private final GenerationListener listener;

    Decoding(
            Transformer transformer,
            Optional<LoraAdapter> adapter,
            Set<Integer> endTokens,
            SamplingSettings settings,
            GenerationListener listener) {
        this.transformer = transformer;
        this.adapter = adapter;
        this.endTokens = endTokens;
        this.settings = settings;
        this.listener = listener;
    }

    void run(List<Prompt> prompts, List<GeneratedSequence> sequences) {
        int longest = prompts.stream()
                .mapToInt(prompt -> prompt.tokens().size())
                .max()
                .orElseThrow();
        List<GeneratedSequence> rows = new ArrayList<>(sequences);
        try (NDManager manager = transformer.kernels().newManager()) {
            KvCache cache = prefill(manager, prompts, rows, longest);
            int done = 0;
            while (done < settings.maxTokens() && !rows.isEmpty()) {
                done += decode(manager, cache, prompts, rows, done, Math.min(BLOCK, settings.maxTokens() - done));
                long going = rows.stream().filter(GeneratedSequence::going).count();
                if (going == 0 || listener.shouldStop()) {
                    return;
                }
                if (going < rows.size()) {
                    cache.keep(
                            transformer.kernels(),
                            manager,
                            IntStream.range(0, rows.size())
                                    .filter(row -> rows.get(row).going())
                                    .asLongStream()
                                    .toArray());
                    rows.removeIf(row -> !row.going());
                }
            }
        }
    }

    private KvCache prefill(NDManager manager, List<Prompt> prompts, List<GeneratedSequence> rows, int longest) {
        try (NDManager step = manager.newSubManager()) {
            long[] ids = new long[prompts.size() * longest];
            for (int p = 0; p < prompts.size(); p++) {
                int[] tokens = prompts.get(p).tokens().toArray();
                for (int t = 0; t < tokens.length; t++) {
                    ids[p * longest + t] = tokens[t];
                }
            }
            long[] lengths =
                    prompts.stream().mapToLong(prompt -> prompt.tokens().size()).toArray();
            NDList results = transformer
                    .call("prefill", step, adapter)
                    .integers(transformer.integers(0))
                    .reals(transformer.reals(adapter, 0))
                    .tensor(step.create(ids, new Shape(prompts.size(), longest)))
                    .tensor(step.create(lengths))
                    .tensor(step.create(rows.stream()
                            .mapToLong(GeneratedSequence::promptInBatch)
                            .toArray()))
                    .integers(longest + settings.maxTokens(), settings.repetitionPenalty() == 1 ? 0 : 1)
                    .run();
            return new KvCache(manager, results.get(0), results.get(1), results.get(2));
        }
    }

    /** Returns the steps that were taken. */
    private int decode(
            NDManager manager, KvCache cache, List<Prompt> prompts, List<GeneratedSequence> rows, int done, int steps) {
        int batch = rows.size();
        double[] uniforms = new double[batch * steps];
        boolean[] ended = new boolean[batch];
        long[] positions = new long[batch];
        for (int row = 0; row < batch; row++) {
            GeneratedSequence sequence = rows.get(row);
            ended[row] = !sequence.going();
            positions[row] = prompts.get(sequence.promptInBatch()).tokens().size() + (long) done;
            for (int s = 0; s < steps; s++) {
                uniforms[row * steps + s] = sequence.uniform(done + s);
            }
        }
        try (NDManager step = manager.newSubManager()) {
            NDList results = transformer
                    .call("decode", step, adapter)
                    .integers(transformer.integers(
                            0,
                            LongStream.of(positions).max().orElseThrow(),
                            steps,
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
                    .tensor(step.create(positions))
                    .tensor(step.create(ended))
                    .tensor(step.create(uniforms, new Shape(batch, steps)))
                    .tensor(step.create(endTokens.isEmpty() ? new long[] {-1} : sorted(endTokens)))
                    .run();
            long[] tokens = results.get(0).toLongArray();
            float[] logProbabilities = results.get(1).toFloatArray();
            int taken = tokens.length / batch;
            for (int row = 0; row < batch; row++) {
                rows.get(row).append(tokens, logProbabilities, row * taken, (row + 1) * taken, endTokens, listener);
            }
            cache.replaceLogits(manager, results.get(2));
            return taken;
        }
    }

    private static long[] sorted(Set<Integer> tokens) {
        return tokens.stream()
                .flatMapToLong(token -> LongStream.of(token))
                .sorted()
                .toArray();
    }

    /**
     * What a batch of sequences has said so far: cache [L, 2, B, K, S, D], logits [B, V], and
     * which tokens stand in it [B, V], empty where no penalty asks.
     */
    private static final class KvCache {
        private NDArray keysAndValues;
        private NDArray logits;
        private NDArray seen;

        KvCache(NDManager owner, NDArray keysAndValues, NDArray logits, NDArray seen) {
            keysAndValues.attach(owner);
            logits.attach(owner);
            seen.attach(owner);
            this.seen = seen;
            this.keysAndValues = keysAndValues;
            this.logits = logits;
        }

        NDArray keysAndValues() {
            return keysAndValues;
        }

        NDArray seen() {
            return seen;
        }

        NDArray logits() {
            return logits;
        }

        void replaceLogits(NDManager owner, NDArray newLogits) {
            newLogits.attach(owner);
            logits.close();
            logits = newLogits;
        }

        void keep(org.residency.llm.kernels.Kernels kernels, NDManager owner, long[] rows) {
            try (NDManager step = owner.newSubManager()) {
                NDList kept = kernels.call("keep", step)
                        .tensor(keysAndValues)
                        .tensor(logits)
                        .tensor(seen)
                        .tensor(step.create(rows))
                        .run();
                keysAndValues.close();
                logits.close();
                seen.close();
                keysAndValues = kept.get(0);
                logits = kept.get(1);
                seen = kept.get(2);
                kept.forEach(tensor -> tensor.attach(owner));
            }
        }
    }
}
