package org.residency.llm.generation;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.residency.llm.decoding.LaidOutWeights;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.Transformer;

/** One batch from its prompts to its ends, in blocks of steps; sequences that ended leave the batch between two of them. */
final class Decoding {
    private final Transformer transformer;
    private final Optional<Adaptation> adapter;
    private final Set<Integer> endTokens;
    private final SamplingSettings settings;
    private final GenerationListener listener;
    private final boolean capturing;

    Decoding(
            Transformer transformer,
            Optional<Adaptation> adapter,
            Set<Integer> endTokens,
            SamplingSettings settings,
            GenerationListener listener,
            boolean capturing) {
        this.capturing = capturing;
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
        try (NDManager manager = transformer.kernels().newManager();
                TokenSteps steps = steps()) {
            KvCache cache = prefill(manager, prompts, rows, longest);
            int done = 0;
            while (done < settings.maxTokens() && !rows.isEmpty()) {
                done += decode(
                        steps, cache, prompts, rows, done, Math.min(steps.mostAtOnce(), settings.maxTokens() - done));
                int going = (int) rows.stream().filter(GeneratedSequence::going).count();
                if (going == 0 || listener.shouldStop()) {
                    return;
                }
                if (going < rows.size() && steps.worthDropping(rows.size() - going, rows.size())) {
                    cache.keep(
                            transformer.kernels(),
                            IntStream.range(0, rows.size())
                                    .filter(row -> rows.get(row).going())
                                    .asLongStream()
                                    .toArray());
                    rows.removeIf(row -> !row.going());
                }
            }
        }
    }

    private TokenSteps steps() {
        if (!capturing) {
            return new PlainSteps(transformer, adapter, endTokens, settings, Optional.empty());
        }
        PlainSteps plain = new PlainSteps(
                transformer,
                adapter,
                endTokens,
                settings,
                LaidOutWeights.of(transformer, adapter, settings.maxTokens()));
        return CapturedSteps.of(transformer, adapter, settings, plain).orElse(plain);
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
            TokenSteps steps, KvCache cache, List<Prompt> prompts, List<GeneratedSequence> rows, int done, int most) {
        int batch = rows.size();
        double[] uniforms = new double[batch * most];
        boolean[] ended = new boolean[batch];
        long[] positions = new long[batch];
        for (int row = 0; row < batch; row++) {
            GeneratedSequence sequence = rows.get(row);
            ended[row] = !sequence.going();
            positions[row] = prompts.get(sequence.promptInBatch()).tokens().size() + (long) done;
            for (int s = 0; s < most; s++) {
                uniforms[row * most + s] = sequence.uniform(done + s);
            }
        }
        TokenSteps.Taken taken = steps.take(cache, new TokenSteps.Asked(most, positions, ended, uniforms));
        for (int row = 0; row < batch; row++) {
            rows.get(row)
                    .append(
                            taken.tokens(),
                            taken.logProbabilities(),
                            row * taken.steps(),
                            (row + 1) * taken.steps(),
                            endTokens,
                            listener);
        }
        return taken.steps();
    }
}
