package org.residency.cli.train;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.residency.llm.LoadOptions;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.lora.Projection;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.sft.SftSettings;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingGuard;

/**
 * What {@code residency train} is told in a file; {@code train.schema.json} beside this says the same for editors. What is
 * left out has the engine's own default.
 *
 * @param baseModel the model's folder, from the settings file's own on
 * @param adapter an adapter's folder to begin with; GRPO and DPO read it, and begin with a fresh one unless told
 * @param data for SFT and GRPO cases in any format and with any column names that a run's dataset may have
 * @param output where checkpoints, metrics and the adapter go
 * @param device cpu (unless told), cuda:N or auto
 * @param baseQuantization none (unless told), nf4 or int8: how the model's projections are held
 * @param validationShare of the cases; a tenth unless told
 */
public record TrainingSettings(
        String baseModel,
        String adapter,
        String data,
        String output,
        String device,
        Integer threads,
        String baseQuantization,
        Double validationShare,
        Lora lora,
        Sft sft,
        GrpoSection grpo,
        DpoSection dpo) {
    public TrainingSettings {
        require("baseModel", baseModel);
        require("data", data);
        require("output", output);
        device = orElse(device, "cpu");
        threads = orElse(threads, 0);
        baseQuantization = orElse(baseQuantization, BaseQuantization.NONE.settingName());
        validationShare = orElse(validationShare, 0.1);
        lora = orElse(lora, new Lora(null, null, null, null, null, null));
        sft = orElse(sft, Sft.defaults());
        grpo = orElse(grpo, GrpoSection.defaults());
        dpo = orElse(dpo, DpoSection.defaults());
    }

    /** Where and how the model runs. */
    public LoadOptions options() {
        return LoadOptions.named(device, threads).withQuantization(BaseQuantization.named(baseQuantization));
    }

    /** The adapter's shape. */
    public record Lora(
            Integer rank, Double alpha, Double dropout, Boolean rankStabilized, Boolean dora, List<String> targets) {
        public LoraSettings engine() {
            LoraSettings usual = LoraSettings.defaults();
            return new LoraSettings(
                    orElse(rank, usual.rank()),
                    orElse(alpha, usual.alpha()),
                    orElse(dropout, usual.dropout()),
                    orElse(rankStabilized, usual.rankStabilized()),
                    orElse(dora, usual.dora()),
                    targets == null ? usual.targets() : projections());
        }

        private Set<Projection> projections() {
            Set<Projection> found = EnumSet.noneOf(Projection.class);
            for (String name : targets) {
                found.add(Arrays.stream(Projection.values())
                        .filter(projection -> projection.moduleName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("targets holds '%s', must hold some of %s"
                                .formatted(
                                        name,
                                        Arrays.stream(Projection.values())
                                                .map(Projection::moduleName)
                                                .toList()))));
            }
            return found;
        }
    }

    /** Supervised fine-tuning. */
    public record Sft(
            Double epochs,
            Integer maxSteps,
            Integer batchSize,
            @JsonAlias("accumulation") Integer accumulationSteps,
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
            Double maxLossRise,
            String optimizer) {
        static Sft defaults() {
            return new Sft(
                    null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null);
        }

        public TrainingGuard guard() {
            return TrainingSettings.guard(maxSetbacks, maxLossRise, earlyStopPatience);
        }

        /** @param contextLength of the model, which no example may exceed */
        public SftSettings engine(int contextLength) {
            SftSettings usual = SftSettings.defaults();
            OptimizerSettings adamW = usual.optimizer();
            return new SftSettings(
                    orElse(epochs, usual.epochs()),
                    orElse(maxSteps, usual.maxSteps()),
                    orElse(batchSize, usual.batchSize()),
                    orElse(accumulationSteps, usual.accumulation()),
                    orElse(learningRate, usual.learningRate()),
                    shape(schedule, usual.schedule()),
                    orElse(warmupShare, usual.warmupShare()),
                    adamW.named(orElse(optimizer, "adamw"))
                            .withWeightDecay(orElse(weightDecay, adamW.weightDecay()))
                            .withMaxGradientNorm(orElse(maxGradientNorm, adamW.maxGradientNorm())),
                    Math.min(orElse(maxTokens, usual.maxTokens()), contextLength),
                    orElse(checkpointEverySteps, usual.checkpointEverySteps()),
                    orElse(validateEverySteps, usual.validateEverySteps()),
                    orElse(seed, usual.seed()),
                    GradientMethod.named(orElse(gradients, usual.gradients().settingName())));
        }
    }

    private static void require(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }

    static LearningRateSchedule.Shape shape(String named, LearningRateSchedule.Shape otherwise) {
        if (named == null) {
            return otherwise;
        }
        return Arrays.stream(LearningRateSchedule.Shape.values())
                .filter(shape -> shape.name().toLowerCase(Locale.ROOT).equals(named))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "schedule is '" + named + "', must be constant, linear or cosine"));
    }

    /** What watches over a training; it does nothing that is not set. */
    static TrainingGuard guard(Integer maxSetbacks, Double maxLossRise, Integer earlyStopPatience) {
        return new TrainingGuard(orElse(maxSetbacks, 0), orElse(maxLossRise, 0.0), orElse(earlyStopPatience, 0));
    }

    static <T> T orElse(T value, T otherwise) {
        return Optional.ofNullable(value).orElse(otherwise);
    }
}
