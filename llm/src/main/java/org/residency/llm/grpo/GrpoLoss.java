package org.residency.llm.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.PredictionBatch;
import org.residency.llm.model.Transformer;

/**
 * The GRPO loss (arXiv 2402.03300, equation 3): clipped ratio to the sampling policy, k3 estimate of the divergence from
 * the reference, a mean over rollouts of means over tokens.
 */
final class GrpoLoss {
    /** A rollout with all that its loss needs. */
    record Sample(RolloutGroup group, Rollout rollout, double advantage) {}

    /** Sums over the tokens of a batch; {@code loss} is weighted as told. */
    record Sums(double loss, double kl, double clipped, double entropy, double mismatch) {
        static final Sums ZERO = new Sums(0, 0, 0, 0, 0);

        Sums plus(Sums other) {
            return new Sums(
                    loss + other.loss,
                    kl + other.kl,
                    clipped + other.clipped,
                    entropy + other.entropy,
                    mismatch + other.mismatch);
        }
    }

    private final Transformer transformer;
    private final LoraAdapter policy;
    private final GrpoSettings settings;

    GrpoLoss(Transformer transformer, LoraAdapter policy, GrpoSettings settings) {
        this.transformer = transformer;
        this.policy = policy;
        this.settings = settings;
    }

    /**
     * Adds the gradient of these samples' part of the loss.
     *
     * @param rollouts of the whole step, which the mean is over
     */
    Sums addGradients(List<Sample> samples, int rollouts, List<NDArray> gradients, long dropoutSeed) {
        PredictionBatch batch = PredictionBatch.of(
                samples.stream().map(sample -> sample.group().prompt()).toList(),
                samples.stream().map(sample -> sample.rollout().completion()).toList());
        float[] old = new float[batch.labelled()];
        float[] advantage = new float[batch.labelled()];
        float[] weight = new float[batch.labelled()];
        int n = 0;
        for (Sample sample : samples) {
            int length = sample.rollout().completion().size();
            for (int t = 0; t < length; t++) {
                old[n] = sample.rollout().logProbabilities().get(t);
                advantage[n] = (float) sample.advantage();
                weight[n++] = (float) (1.0 / ((double) rollouts * length));
            }
        }
        Optional<LoraAdapter> live = Optional.of(policy);
        try (NDManager step = transformer.kernels().newManager()) {
            NDArray reference = batch.addTo(
                            transformer
                                    .call("log_probabilities", step, Optional.<LoraAdapter>empty())
                                    .integers(transformer.integers(0))
                                    .reals(transformer.reals(Optional.empty(), 0, settings.temperature())),
                            step)
                    .run()
                    .head();
            float[] sums = batch.addTo(
                            transformer
                                    .call("grpo_gradients", step, live)
                                    .list("g", gradients)
                                    .integers(transformer.integers(dropoutSeed))
                                    .reals(transformer.reals(
                                            live,
                                            policy.settings().dropout(),
                                            settings.temperature(),
                                            settings.clip(),
                                            settings.beta())),
                            step)
                    .tensor(step.create(old))
                    .tensor(reference)
                    .tensor(step.create(advantage))
                    .tensor(step.create(weight))
                    .runWithGradients()
                    .head()
                    .toFloatArray();
            return new Sums(sums[0], sums[1], sums[2], sums[3], sums[4]);
        }
    }
}
