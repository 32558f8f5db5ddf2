package org.residency.activities.grpo;

import static org.residency.activities.Setting.inRange;
import static org.residency.activities.Setting.oneOf;
import static org.residency.activities.Setting.orElse;

import java.util.List;
import org.residency.activities.Setting;

/**
 * @param rounds each samples, rewards and updates once; 8 unless told, and at most {@value #MOST_ROUNDS}, for the run's own history
 *     and status hold each of them
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
 * @param loss what the update lowers: {@code grpo}, {@code dr-grpo}, {@code dapo}, {@code rloo}, {@code ppo} or
 *     {@code trpo}; grpo unless told
 * @param klEstimator of the divergence from the frozen reference: {@code k1}, {@code k2} or {@code k3}; k3 unless told
 * @param clipHigh how far dapo lets a ratio rise above 1, the other losses do not read it; 0.28 unless told
 * @param gradients how they are taken, memory against time: {@code automatic}, {@code padded}, {@code packed} or
 *     {@code checkpointed}; automatic unless told
 * @param rolloutsPerPass rollouts of one forward pass, which bounds memory; 0, the worker's own number, unless told
 * @param baseQuantization how the base model's projections are held while the stage runs: {@code none}, {@code nf4} or {@code int8};
 *     none unless told
 * @param maxResamplings how often a round may sample other prompts in place of those whose completions all had the same
 *     reward, which are then left out of the update; 0, never, unless told
 * @param maxSetbacks how often an update's loss, divergence or gradient at fault may lead back to the last good step; 0, where
 *     the first one ends the run, unless told
 * @param maxLossRise how many times its running mean a step's loss, divergence or gradient norm may be; 0, any finite number,
 *     unless told
 * @param gamma discount of a later token's reward with ppo; 1 unless told
 * @param lambda of ppo's generalized advantage estimation; 0.95 unless told
 * @param valueClip how far ppo lets a value move from the one before the update; 0.2 unless told
 * @param valueWeight weight of the value's loss beside the policy's with ppo; 0.1 unless told
 * @param maxKl most nats a token that a step of trpo may move the policy; 0.01 unless told
 * @param conjugateSteps steps of trpo's conjugate gradient; 10 unless told
 * @param damping added to the Fisher matrix's diagonal with trpo; 0.1 unless told
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
        Integer seed,
        String loss,
        String klEstimator,
        Double clipHigh,
        String gradients,
        Integer rolloutsPerPass,
        String baseQuantization,
        Integer maxResamplings,
        Integer maxSetbacks,
        Double maxLossRise,
        Double gamma,
        Double lambda,
        Double valueClip,
        Double valueWeight,
        Double maxKl,
        Integer conjugateSteps,
        Double damping) {

    /** With these a run's history comes to some 6,100 events (2.1 MiB) and its status to 1.4 MiB: docs/durability.md. */
    public static final int MOST_ROUNDS = 1_500;

    private static final List<String> LOSSES = List.of("grpo", "dr-grpo", "dapo", "rloo", "ppo", "trpo");
    private static final List<String> ESTIMATORS = List.of("k1", "k2", "k3");

    public GrpoSettings {
        rounds = inRange("grpo.rounds", rounds, 8, 0, MOST_ROUNDS);
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
        loss = oneOf("grpo.loss", loss, LOSSES);
        klEstimator = oneOf("grpo.klEstimator", orElse(klEstimator, "k3"), ESTIMATORS);
        clipHigh = inRange("grpo.clipHigh", clipHigh, 0.28, 0.0, 100.0);
        gradients = oneOf("grpo.gradients", gradients, Setting.GRADIENTS);
        rolloutsPerPass = inRange("grpo.rolloutsPerPass", rolloutsPerPass, 0, 0, 1_000_000);
        baseQuantization = Setting.baseQuantization("grpo", baseQuantization, gradients);
        maxResamplings = inRange("grpo.maxResamplings", maxResamplings, 0, 0, 1000);
        maxSetbacks = inRange("grpo.maxSetbacks", maxSetbacks, 0, 0, 1000);
        maxLossRise = Setting.maxLossRise("grpo", maxLossRise, maxSetbacks);
        gamma = inRange("grpo.gamma", gamma, 1.0, 1e-6, 1.0);
        lambda = inRange("grpo.lambda", lambda, 0.95, 0.0, 1.0);
        valueClip = inRange("grpo.valueClip", valueClip, 0.2, 1e-6, 1e6);
        valueWeight = inRange("grpo.valueWeight", valueWeight, 0.1, 0.0, 1e6);
        maxKl = inRange("grpo.maxKl", maxKl, 0.01, 1e-9, 100.0);
        conjugateSteps = inRange("grpo.conjugateSteps", conjugateSteps, 10, 1, 1000);
        damping = inRange("grpo.damping", damping, 0.1, 0.0, 1e6);
    }

    public static GrpoSettings defaults() {
        return new GrpoSettings(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null);
    }
}
