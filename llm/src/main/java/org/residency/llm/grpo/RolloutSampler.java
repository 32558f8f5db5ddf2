package org.residency.llm.grpo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.Fingerprint;

/** Samples groups of rollouts with a generator whose adapter is live. */
public final class RolloutSampler {
    private final Generator generator;

    public RolloutSampler(Generator generator) {
        this.generator = generator;
    }

    /**
     * Samples a group of {@code groupSize} rollouts for each prompt, in the map's order.
     *
     * @param prompts by the caller's id, which also keys the random stream
     */
    public List<RolloutGroup> sample(
            Map<String, TokenIds> prompts, int groupSize, SamplingSettings settings, GenerationListener listener) {
        List<String> ids = List.copyOf(prompts.keySet());
        List<Prompt> keyed =
                ids.stream().map(id -> new Prompt(key(id), prompts.get(id))).toList();
        List<Completion> completions = generator.generate(keyed, groupSize, settings, listener);
        List<RolloutGroup> groups = new ArrayList<>();
        for (int p = 0; p < ids.size(); p++) {
            List<Rollout> rollouts = completions.subList(p * groupSize, (p + 1) * groupSize).stream()
                    .filter(completion -> !completion.tokens().isEmpty())
                    .map(completion -> new Rollout(
                            completion.sampleIndex(),
                            completion.tokens(),
                            completion.logProbabilities(),
                            completion.ended()))
                    .toList();
            groups.add(new RolloutGroup(ids.get(p), prompts.get(ids.get(p)), rollouts));
        }
        return groups;
    }

    /** Prompts in their order, as many at a time as make at most so many sequences, and one at least. */
    public static List<Map<String, TokenIds>> batches(
            Map<String, TokenIds> prompts, int groupSize, int sequencesAtOnce) {
        int promptsAtOnce = Math.max(1, sequencesAtOnce / groupSize);
        List<Map<String, TokenIds>> batches = new ArrayList<>();
        prompts.forEach((id, prompt) -> {
            if (batches.isEmpty() || batches.get(batches.size() - 1).size() == promptsAtOnce) {
                batches.add(new LinkedHashMap<>());
            }
            batches.get(batches.size() - 1).put(id, prompt);
        });
        return batches;
    }

    private static long key(String id) {
        String digest = new Fingerprint().add(id).finish();
        return ByteBuffer.wrap(digest.getBytes(StandardCharsets.US_ASCII)).getLong();
    }
}
