package org.residency.cli.learning;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.residency.clinic.ClinicNotes;
import org.residency.llm.grpo.GrpoLoss;
import org.residency.llm.grpo.KlEstimator;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.lora.Projection;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;

/**
 * The demo's settings, as far as learning goes, in the words that a run's request uses for them.
 *
 * @param notes how many notes there are
 */
record LearningSettings(Notes notes, Sft sft, Grpo grpo, Evaluation evaluation) {
    private static final String RESOURCE = "base-model/demo-settings.json";

    static LearningSettings ofDemo() throws IOException {
        try (InputStream resource = ClinicNotes.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IOException(RESOURCE + ": found nothing in module clinic, expected the demo's settings");
            }
            return new ObjectMapper()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(resource, LearningSettings.class);
        }
    }

    record Notes(int training, int heldOut) {}

    record Sft(
            int maxSteps,
            int batchSize,
            int accumulationSteps,
            double learningRate,
            String schedule,
            int warmupSteps,
            double weightDecay,
            double maxGradientNorm,
            int maxTokens,
            int rank,
            double alpha) {
        LoraSettings lora() {
            return new LoraSettings(rank, alpha, 0, false, false, Set.of(Projection.values()));
        }

        org.residency.llm.sft.SftSettings engine(long seed) {
            return new org.residency.llm.sft.SftSettings(
                    1,
                    maxSteps,
                    batchSize,
                    accumulationSteps,
                    learningRate,
                    LearningRateSchedule.Shape.valueOf(schedule.toUpperCase(Locale.ROOT)),
                    warmupSteps == 0 ? 0 : (warmupSteps - 0.5) / maxSteps,
                    OptimizerSettings.defaults().withWeightDecay(weightDecay).withMaxGradientNorm(maxGradientNorm),
                    maxTokens,
                    0,
                    0,
                    seed,
                    GradientMethod.AUTOMATIC);
        }
    }

    record Grpo(
            int rounds,
            int promptsPerRound,
            int groupSize,
            int minibatchSize,
            int epochs,
            double learningRate,
            double beta,
            double clip,
            double temperature,
            double topP,
            int maxCompletionTokens,
            double maxGradientNorm,
            double correctnessWeight,
            double formatWeight,
            double lengthWeight,
            double repetitionWeight) {
        org.residency.llm.grpo.GrpoSettings engine(long seed) {
            return new org.residency.llm.grpo.GrpoSettings(
                    learningRate,
                    0,
                    temperature,
                    new GrpoLoss(clip, beta),
                    KlEstimator.K3,
                    GradientMethod.AUTOMATIC,
                    epochs,
                    Math.max(1, minibatchSize / groupSize),
                    64,
                    OptimizerSettings.defaults().withMaxGradientNorm(maxGradientNorm),
                    0,
                    seed);
        }
    }

    record Evaluation(int maxCases, int samplesPerCase, double temperature, double topP, int maxCompletionTokens) {}
}
