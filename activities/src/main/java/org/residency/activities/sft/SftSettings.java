package org.residency.activities.sft;

import static org.residency.activities.Setting.inRange;
import static org.residency.activities.Setting.oneOf;
import static org.residency.activities.Setting.orElse;

import java.util.List;
import java.util.Set;
import org.residency.activities.Setting;

/**
 * @param maxSteps optimizer steps; 60 unless told
 * @param batchSize examples in a micro-batch; 2 unless told
 * @param accumulationSteps micro-batches an optimizer step; 4 unless told
 * @param learningRate peak rate; 2e-4 unless told
 * @param schedule {@code constant}, {@code linear} or {@code cosine}; linear unless told
 * @param warmupSteps steps over which the rate rises from 0; 5 unless told
 * @param weightDecay decoupled, as in AdamW; 0.01 unless told
 * @param maxGradientNorm gradients are clipped to this norm; 1 unless told
 * @param maxTokens the longest example; longer ones have their reasoning shortened, never their answer; 2048 unless told
 * @param rank LoRA's r; 16 unless told
 * @param alpha LoRA's alpha; 16 unless told
 * @param dropout on the adapter's input; 0 unless told
 * @param rankStabilized scale by alpha / sqrt(r) in place of alpha / r; false unless told
 * @param targetModules projections that get an adapter; all seven unless told
 * @param checkpointEverySteps 20 unless told
 * @param validateEverySteps 20 unless told
 * @param seed 3407 unless told
 * @param gradients how they are taken, memory against time: {@code automatic}, {@code padded}, {@code packed} or
 *     {@code checkpointed}; automatic unless told
 * @param earlyStopPatience validations in a row without a new best after which training ends with the best adapter; 0,
 *     never, unless told
 * @param maxSetbacks how often a fault (a loss that is no number or has risen too far) may lead back to the last good
 *     step; 0, the first one ends the training, unless told
 * @param maxLossRise how many times the running mean of the losses a step's loss may be; 0, any number, unless told
 * @param baseQuantization how the base model's projections are held while the stage runs: {@code none}, {@code nf4} or {@code int8};
 *     none unless told
 * @param optimizer {@code adamw}, or {@code adamw-8bit} for moments in 8 bit; adamw unless told
 * @param dora whether changed weights have a magnitude of their own (arXiv 2402.09353); false unless told
 */
public record SftSettings(
        Integer maxSteps,
        Integer batchSize,
        Integer accumulationSteps,
        Double learningRate,
        String schedule,
        Integer warmupSteps,
        Double weightDecay,
        Double maxGradientNorm,
        Integer maxTokens,
        Integer rank,
        Double alpha,
        Double dropout,
        Boolean rankStabilized,
        List<String> targetModules,
        Integer checkpointEverySteps,
        Integer validateEverySteps,
        Integer seed,
        String gradients,
        Integer earlyStopPatience,
        Integer maxSetbacks,
        Double maxLossRise,
        String baseQuantization,
        String optimizer,
        Boolean dora) {

    private static final Set<String> SCHEDULES = Set.of("constant", "linear", "cosine");

    private static final List<String> OPTIMIZERS = List.of("adamw", "adamw-8bit");

    private static final List<String> ALL_PROJECTIONS =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    public SftSettings {
        maxSteps = inRange("sft.maxSteps", maxSteps, 60, 1, 10_000_000);
        batchSize = inRange("sft.batchSize", batchSize, 2, 1, 4096);
        accumulationSteps = inRange("sft.accumulationSteps", accumulationSteps, 4, 1, 4096);
        learningRate = inRange("sft.learningRate", learningRate, 2e-4, 0.0, 1.0);
        schedule = orElse(schedule, "linear");
        if (!SCHEDULES.contains(schedule)) {
            throw new IllegalArgumentException(
                    "sft.schedule: found '" + schedule + "', expected constant, linear or cosine");
        }
        warmupSteps = inRange("sft.warmupSteps", warmupSteps, 5, 0, 1_000_000);
        weightDecay = inRange("sft.weightDecay", weightDecay, 0.01, 0.0, 10.0);
        maxGradientNorm = inRange("sft.maxGradientNorm", maxGradientNorm, 1.0, 1e-6, 1e6);
        maxTokens = inRange("sft.maxTokens", maxTokens, 2048, 16, 1_000_000);
        rank = inRange("sft.rank", rank, 16, 1, 1024);
        alpha = inRange("sft.alpha", alpha, 16.0, 1e-3, 1e4);
        dropout = inRange("sft.dropout", dropout, 0.0, 0.0, 0.9);
        rankStabilized = orElse(rankStabilized, false);
        targetModules = List.copyOf(orElse(targetModules, ALL_PROJECTIONS));
        for (String module : targetModules) {
            if (!ALL_PROJECTIONS.contains(module)) {
                throw new IllegalArgumentException(
                        "sft.targetModules: found '" + module + "', expected any of " + ALL_PROJECTIONS);
            }
        }
        checkpointEverySteps = inRange("sft.checkpointEverySteps", checkpointEverySteps, 20, 1, 1_000_000);
        validateEverySteps = inRange("sft.validateEverySteps", validateEverySteps, 20, 1, 1_000_000);
        seed = inRange("sft.seed", seed, 3407, 0, Integer.MAX_VALUE);
        gradients = oneOf("sft.gradients", gradients, Setting.GRADIENTS);
        earlyStopPatience = inRange("sft.earlyStopPatience", earlyStopPatience, 0, 0, 1_000_000);
        maxSetbacks = inRange("sft.maxSetbacks", maxSetbacks, 0, 0, 1_000_000);
        maxLossRise = Setting.maxLossRise("sft", maxLossRise, maxSetbacks);
        baseQuantization = Setting.baseQuantization("sft", baseQuantization, gradients);
        optimizer = oneOf("sft.optimizer", optimizer, OPTIMIZERS);
        dora = orElse(dora, false);
    }

    public static SftSettings defaults() {
        return new SftSettings(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null);
    }
}
