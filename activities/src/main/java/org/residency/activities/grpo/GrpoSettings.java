package org.residency.activities.grpo;

import static org.residency.activities.Setting.inRange;

/**
 * @param rounds each samples, rewards and updates once; 8 unless told
 * @param promptsPerRound 64 unless told
 * @param groupSize completions a prompt; 8 unless told
 * @param samplingParts shares into which a round's prompts are cut, sampled side by side; 1 unless told
 * @param minibatchSize completions in one optimizer step; 128 unless told
 * @param epochs passes over a round's rollouts; 1 unless told
 * @param learningRate constant; 1e-4 unless told
 * @param beta weight of the divergence from the frozen reference; 0.02 unless told, never below 0
 * @param clip ratio is clipped to 1 ± this; 0.2 unless told
 * @param temperature of sampling; 1 unless told
 * @param topP nucleus of sampling; 1 unless told
 * @param maxCompletionTokens 256 unless told
 * @param maxGradientNorm gradients are clipped to this norm; 1 unless told
 * @param correctnessWeight weight of the reward for the right answer; 1 unless told
 * @param formatWeight weight of the reward for closed reasoning and one answer; 0.2 unless told
 * @param lengthWeight weight of the penalty for running into the token limit; 0.1 unless told
 * @param repetitionWeight weight of the penalty for loops; 0.1 unless told
 * @param minHiddenMetric the hidden metric may fall to this share of its first round's value; lower rewinds and stops;
 *     0.7 unless told
 * @param seed 3407 unless told
 */
public record GrpoSettings(
        Integer rounds,
        Integer promptsPerRound,
        Integer groupSize,
        Integer samplingParts,
        Integer minibatchSize,
        Integer epochs,
        Double learningRate,
        Double beta,
        Double clip,
        Double temperature,
        Double topP,
        Integer maxCompletionTokens,
        Double maxGradientNorm,
        Double correctnessWeight,
        Double formatWeight,
        Double lengthWeight,
        Double repetitionWeight,
        Double minHiddenMetric,
        Integer seed) {

    public GrpoSettings {
        rounds = inRange("grpo.rounds", rounds, 8, 0, 100_000);
        promptsPerRound = inRange("grpo.promptsPerRound", promptsPerRound, 64, 1, 1_000_000);
        groupSize = inRange("grpo.groupSize", groupSize, 8, 2, 1024);
        samplingParts = inRange("grpo.samplingParts", samplingParts, 1, 1, 256);
        minibatchSize = inRange("grpo.minibatchSize", minibatchSize, 128, 1, 1_000_000);
        epochs = inRange("grpo.epochs", epochs, 1, 1, 100);
        learningRate = inRange("grpo.learningRate", learningRate, 1e-4, 0.0, 1.0);
        beta = inRange("grpo.beta", beta, 0.02, 0.0, 100.0);
        clip = inRange("grpo.clip", clip, 0.2, 0.0, 1.0);
        temperature = inRange("grpo.temperature", temperature, 1.0, 0.01, 10.0);
        topP = inRange("grpo.topP", topP, 1.0, 0.01, 1.0);
        maxCompletionTokens = inRange("grpo.maxCompletionTokens", maxCompletionTokens, 256, 1, 1_000_000);
        maxGradientNorm = inRange("grpo.maxGradientNorm", maxGradientNorm, 1.0, 1e-6, 1e6);
        correctnessWeight = inRange("grpo.correctnessWeight", correctnessWeight, 1.0, 0.0, 100.0);
        formatWeight = inRange("grpo.formatWeight", formatWeight, 0.2, 0.0, 100.0);
        lengthWeight = inRange("grpo.lengthWeight", lengthWeight, 0.1, 0.0, 100.0);
        repetitionWeight = inRange("grpo.repetitionWeight", repetitionWeight, 0.1, 0.0, 100.0);
        minHiddenMetric = inRange("grpo.minHiddenMetric", minHiddenMetric, 0.7, 0.0, 1.0);
        seed = inRange("grpo.seed", seed, 3407, 0, Integer.MAX_VALUE);
    }

    public static GrpoSettings defaults() {
        return new GrpoSettings(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null);
    }
}
