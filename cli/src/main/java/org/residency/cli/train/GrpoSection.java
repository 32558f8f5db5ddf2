package org.residency.cli.train;

import static org.residency.cli.train.TrainingSettings.orElse;

import java.util.regex.Pattern;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.grpo.GrpoSettings;
import org.residency.llm.grpo.KlEstimator;
import org.residency.llm.grpo.PolicyLoss;
import org.residency.llm.grpo.RoundPrompts;
import org.residency.llm.grpo.TrustRegion;
import org.residency.llm.grpo.ValueTerms;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingGuard;
import org.residency.scoring.RewardWeights;

/**
 * Learning from rewards, in the words and with the defaults of a run's {@code grpo} settings.
 *
 * @param maxPromptTokens longer prompts are left out; 2048 unless told
 * @param sequences sampled at once, which bounds memory; 128 unless told
 * @param maxResamplings how often a round may sample other prompts in place of those that teach nothing; 0 unless told
 * @param maxSetbacks how often a fault may lead back to the last good step; 0 unless told
 * @param maxLossRise how many times its running mean a step's loss, divergence or gradient norm may be; 0 unless told
 */
public record GrpoSection(
        Integer rounds,
        Integer promptsPerRound,
        Integer groupSize,
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
        Long seed,
        String loss,
        String klEstimator,
        Double clipHigh,
        String gradients,
        Integer rolloutsPerPass,
        Integer maxPromptTokens,
        Integer sequences,
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
    /** What trainings that were begun before these existed do not name. */
    private static final Pattern LATER_AND_NOT_SET =
            Pattern.compile(", (maxResamplings|maxSetbacks|maxLossRise|gamma|lambda|valueClip"
                    + "|valueWeight|maxKl|conjugateSteps|damping)=null");

    public GrpoSection {
        rounds = atLeast("rounds", orElse(rounds, 8), 1);
        promptsPerRound = atLeast("promptsPerRound", orElse(promptsPerRound, 64), 1);
        groupSize = atLeast("groupSize", orElse(groupSize, 8), 2);
        minibatchSize = atLeast("minibatchSize", orElse(minibatchSize, 128), 1);
        maxCompletionTokens = atLeast("maxCompletionTokens", orElse(maxCompletionTokens, 256), 1);
        maxPromptTokens = atLeast("maxPromptTokens", orElse(maxPromptTokens, 2048), 1);
        sequences = atLeast("sequences", orElse(sequences, 128), 1);
        minHiddenMetric = orElse(minHiddenMetric, 0.7);
        if (!(minHiddenMetric >= 0 && minHiddenMetric <= 1)) {
            throw new IllegalArgumentException("minHiddenMetric is " + minHiddenMetric + ", must be 0 to 1");
        }
        seed = orElse(seed, 3407L);
        atLeast("maxResamplings", orElse(maxResamplings, 0), 0);
    }

    static GrpoSection defaults() {
        return new GrpoSection(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null);
    }

    /** Of the update of a round, counted from 0. */
    public GrpoSettings engine(int round) {
        return new GrpoSettings(
                orElse(learningRate, 1e-4),
                0,
                orElse(temperature, 1.0),
                policyLoss(),
                KlEstimator.named(orElse(klEstimator, "k3")),
                GradientMethod.named(orElse(gradients, "automatic")),
                orElse(epochs, 1),
                Math.max(1, minibatchSize / groupSize),
                orElse(rolloutsPerPass, 32),
                OptimizerSettings.defaults().withMaxGradientNorm(orElse(maxGradientNorm, 1.0)),
                0,
                prompts().samplingSeed(round, 0));
    }

    private PolicyLoss policyLoss() {
        ValueTerms value = ValueTerms.defaults();
        TrustRegion region = TrustRegion.defaults();
        return PolicyLoss.named(
                orElse(loss, "grpo"),
                orElse(clip, 0.2),
                orElse(clipHigh, 0.28),
                orElse(beta, 0.02),
                maxCompletionTokens,
                new ValueTerms(
                        orElse(gamma, value.gamma()),
                        orElse(lambda, value.lambda()),
                        orElse(valueClip, value.clip()),
                        orElse(valueWeight, value.weight())),
                new TrustRegion(
                        orElse(maxKl, region.maxKl()),
                        orElse(conjugateSteps, region.conjugateSteps()),
                        orElse(damping, region.damping())));
    }

    /** @param time of sampling in the round: 0 for its own prompts */
    SamplingSettings sampling(int round, int time) {
        return new SamplingSettings(
                orElse(temperature, 1.0),
                0,
                orElse(topP, 1.0),
                maxCompletionTokens,
                prompts().samplingSeed(round, time));
    }

    /** What watches over the updates. */
    public TrainingGuard guard() {
        return TrainingSettings.guard(maxSetbacks, maxLossRise, 0);
    }

    int resamplings() {
        return orElse(maxResamplings, 0);
    }

    /** By which trainings are told apart. */
    String identity() {
        return LATER_AND_NOT_SET.matcher(toString()).replaceAll("");
    }

    RoundPrompts prompts() {
        return new RoundPrompts(promptsPerRound, seed);
    }

    RewardWeights weights() {
        return new RewardWeights(
                orElse(correctnessWeight, 1.0),
                orElse(formatWeight, 0.2),
                orElse(lengthWeight, 0.1),
                orElse(repetitionWeight, 0.1));
    }

    private static int atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + least + " or more");
        }
        return value;
    }
}
