package org.residency.llm.generation;

/**
 * How tokens are chosen.
 *
 * @param temperature 0 for greedy, else above 0; logits are divided by it
 * @param topK only the k most likely tokens; 0 for all
 * @param topP only the most likely tokens that together reach this probability; 1 for all
 * @param maxTokens most tokens of a completion, its end token included
 * @param seed with prompt key and sample index, the key of each sequence's own random stream
 */
public record SamplingSettings(double temperature, int topK, double topP, int maxTokens, long seed) {
    public SamplingSettings {
        if (!(temperature >= 0 && temperature <= 10)) {
            throw new IllegalArgumentException("temperature is " + temperature + ", must be 0 to 10");
        }
        if (topK < 0) {
            throw new IllegalArgumentException("topK is " + topK + ", must be 0 (all) or more");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("topP is " + topP + ", must be above 0 and at most 1");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", must be 1 or more");
        }
    }

    public static SamplingSettings greedy(int maxTokens) {
        return new SamplingSettings(0, 0, 1, maxTokens, 0);
    }

    /** Plain sampling from the model's own distribution, as GRPO wants it. */
    public static SamplingSettings sampled(double temperature, int maxTokens, long seed) {
        return new SamplingSettings(temperature, 0, 1, maxTokens, seed);
    }
}
