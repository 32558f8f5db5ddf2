package org.residency.worker.gpu.sft;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.residency.activities.sft.SftSettings;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.lora.Projection;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingGuard;

/** What a run asks for, in the engine's own terms. */
record EngineSettings(LoraSettings lora, org.residency.llm.sft.SftSettings sft, TrainingGuard guard) {

    static EngineSettings of(SftSettings asked, int maxTokens) {
        LoraSettings lora = new LoraSettings(
                asked.rank(),
                asked.alpha(),
                asked.dropout(),
                asked.rankStabilized(),
                asked.dora(),
                Arrays.stream(Projection.values())
                        .filter(projection -> asked.targetModules().contains(projection.moduleName()))
                        .collect(Collectors.toSet()));
        org.residency.llm.sft.SftSettings sft = new org.residency.llm.sft.SftSettings(
                1,
                asked.maxSteps(),
                asked.batchSize(),
                asked.accumulationSteps(),
                asked.learningRate(),
                LearningRateSchedule.Shape.valueOf(asked.schedule().toUpperCase(Locale.ROOT)),
                warmupShare(asked),
                OptimizerSettings.defaults()
                        .named(asked.optimizer())
                        .withWeightDecay(asked.weightDecay())
                        .withMaxGradientNorm(asked.maxGradientNorm()),
                maxTokens,
                asked.checkpointEverySteps(),
                asked.validateEverySteps(),
                asked.seed(),
                GradientMethod.named(asked.gradients()));
        return new EngineSettings(
                lora, sft, new TrainingGuard(asked.maxSetbacks(), asked.maxLossRise(), asked.earlyStopPatience()));
    }

    /** The share that gives the steps asked for, whether the engine rounds it or rounds it up. */
    private static double warmupShare(SftSettings asked) {
        return asked.warmupSteps() == 0 ? 0 : Math.min(1, (asked.warmupSteps() - 0.5) / asked.maxSteps());
    }
}
