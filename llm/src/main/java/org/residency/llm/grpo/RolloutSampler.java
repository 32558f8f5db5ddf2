package org.residency.llm.grpo;

import java.util.List;
import java.util.Map;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.tokenizer.TokenIds;

/** Samples groups of rollouts with a generator whose adapter is live. */
public final class RolloutSampler {
    public RolloutSampler(Generator generator) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
    }

    /**
     * Samples a group of {@code groupSize} rollouts for each prompt, in the map's order.
     *
     * @param prompts by the caller's id, which also keys the random stream
     */
    public List<RolloutGroup> sample(
            Map<String, TokenIds> prompts, int groupSize, SamplingSettings settings, GenerationListener listener) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
        return null;
    }
}
