package org.residency.cli.train;

import static org.residency.cli.train.TrainingSettings.orElse;

import org.residency.llm.dpo.DpoSettings;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.TrainingGuard;

/** Learning from preferences; see {@link DpoSettings}, whose defaults these have. */
public record DpoSection(
        Double beta,
        Double epochs,
        Integer maxSteps,
        Integer batchSize,
        Integer accumulationSteps,
        Double learningRate,
        String schedule,
        Double warmupShare,
        Double weightDecay,
        Double maxGradientNorm,
        Integer maxTokens,
        Integer checkpointEverySteps,
        Integer validateEverySteps,
        Long seed,
        String gradients,
        Integer earlyStopPatience,
        Integer maxSetbacks,
        Double maxLossRise) {
    static DpoSection defaults() {
        return new DpoSection(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null);
    }

    public TrainingGuard guard() {
        return TrainingSettings.guard(maxSetbacks, maxLossRise, earlyStopPatience);
    }

    /** @param contextLength of the model, which no sequence may exceed */
    public DpoSettings engine(int contextLength) {
        DpoSettings usual = DpoSettings.defaults();
        return new DpoSettings(
                orElse(beta, usual.beta()),
                orElse(epochs, usual.epochs()),
                orElse(maxSteps, usual.maxSteps()),
                orElse(batchSize, usual.batchSize()),
                orElse(accumulationSteps, usual.accumulation()),
                orElse(learningRate, usual.learningRate()),
                TrainingSettings.shape(schedule, usual.schedule()),
                orElse(warmupShare, usual.warmupShare()),
                usual.optimizer()
                        .withWeightDecay(orElse(weightDecay, usual.optimizer().weightDecay()))
                        .withMaxGradientNorm(
                                orElse(maxGradientNorm, usual.optimizer().maxGradientNorm())),
                Math.min(orElse(maxTokens, usual.maxTokens()), contextLength),
                orElse(checkpointEverySteps, usual.checkpointEverySteps()),
                orElse(validateEverySteps, usual.validateEverySteps()),
                orElse(seed, usual.seed()),
                GradientMethod.named(orElse(gradients, usual.gradients().settingName())));
    }
}
