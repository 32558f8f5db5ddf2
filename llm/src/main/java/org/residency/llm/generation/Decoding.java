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
 * One batch from its prompts to its ends. Blocks of steps run in one kernel call; between blocks, sequences that ended
 * leave the batch.
 */
final class Decoding {
    private static final int BLOCK = 8;
    /** Copying the cache to drop rows pays only when enough of them are done. */
    private static final double COMPACT_BELOW = 0.75;

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
            for (int done = 0; done < settings.maxTokens() && !rows.isEmpty(); done += BLOCK) {
                int steps = Math.min(BLOCK, settings.maxTokens() - done);
                decode(manager, cache, prompts, rows, done, steps);
                long going = rows.stream().filter(GeneratedSequence::going).count();
                if (going == 0 || listener.shouldStop()) {
                    return;
                }
                if (going < COMPACT_BELOW * rows.size()) {
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
                    .integers(longest + settings.maxTokens())
                    .run();
            return new KvCache(manager, results.get(0), results.get(1));
        }
    }

    private void decode(
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
                uniforms[row * steps + s] = sequence.nextUniform();
            }
        }
        try (NDManager step = manager.newSubManager()) {
            NDList results = transformer
                    .call("decode", step, adapter)
                    .integers(transformer.integers(
                            0, LongStream.of(positions).max().orElseThrow(), steps, settings.topK()))
                    .reals(transformer.reals(adapter, 0, settings.temperature(), settings.topP()))
                    .tensor(cache.keysAndValues())
                    .tensor(cache.logits())
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
        }
    }

    private static long[] sorted(Set<Integer> tokens) {
        return tokens.stream()
                .flatMapToLong(token -> LongStream.of(token))
                .sorted()
                .toArray();
    }

    /** What a batch of sequences has said so far: cache [L, 2, B, K, S, D], logits [B, V]. */
    private static final class KvCache {
        private NDArray keysAndValues;
        private NDArray logits;

        KvCache(NDManager owner, NDArray keysAndValues, NDArray logits) {
            keysAndValues.attach(owner);
            logits.attach(owner);
            this.keysAndValues = keysAndValues;
            this.logits = logits;
        }

        NDArray keysAndValues() {
            return keysAndValues;
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
                        .tensor(step.create(rows))
                        .run();
                keysAndValues.close();
                logits.close();
                keysAndValues = kept.get(0);
                logits = kept.get(1);
                kept.forEach(tensor -> tensor.attach(owner));
            }
        }
    }
}
