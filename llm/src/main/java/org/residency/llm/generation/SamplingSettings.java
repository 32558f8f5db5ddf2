package org.residency.llm.generation;

/**
 * How tokens are chosen, in this order, which is that of Transformers: repetition penalty, temperature, top-k, top-p, min-p.
 *
 * @param temperature 0 for greedy, else above 0; logits are divided by it
 * @param topK only the k most likely tokens; 0 for all
 * @param topP only the most likely tokens that together reach this probability; 1 for all
 * @param minP only tokens at least so likely as this share of the likeliest; 0 for all (arXiv 2407.01082)
 * @param repetitionPenalty what the logits of tokens that stand in the prompt or completion are divided by where positive,
 *     multiplied by where negative; 1 for none (arXiv 1909.05858)
 * @param maxTokens most tokens of a completion, its end token included
 * @param seed with prompt key and sample index, the key of each sequence's own random stream
 */
public record SamplingSettings(
        double temperature, int topK, double topP, double minP, double repetitionPenalty, int maxTokens, long seed) {
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
        if (!(minP >= 0 && minP <= 1)) {
            throw new IllegalArgumentException("minP is " + minP + ", must be 0 to 1");
        }
        if (!(repetitionPenalty > 0 && repetitionPenalty <= 100)) {
            throw new IllegalArgumentException(
                    "repetitionPenalty is " + repetitionPenalty + ", must be above 0 and at most 100");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", must be 1 or more");
        }
    }

    /** Without min-p and repetition penalty. */
    public SamplingSettings(double temperature, int topK, double topP, int maxTokens, long seed) {
        this(temperature, topK, topP, 0, 1, maxTokens, seed);
    }

    public static SamplingSettings greedy(int maxTokens) {
        return new SamplingSettings(0, 0, 1, maxTokens, 0);
    }

    /** Plain sampling from the model's own distribution, as GRPO wants it. */
    public static SamplingSettings sampled(double temperature, int maxTokens, long seed) {
        return new SamplingSettings(temperature, 0, 1, maxTokens, seed);
    }

    public SamplingSettings withMinP(double value) {
        return new SamplingSettings(temperature, topK, topP, value, repetitionPenalty, maxTokens, seed);
    }

    public SamplingSettings withRepetitionPenalty(double value) {
        return new SamplingSettings(temperature, topK, topP, minP, value, maxTokens, seed);
    }
}
