package org.residency.llm.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;

/** A policy loss and its gradient by the adapter. */
final class PolicyGradient {
    /**
     * A rollout with all that its loss needs.
     *
     * @param reference log-probability of each token of the completion with the adapter off
     */
    record Sample(RolloutGroup group, Rollout rollout, LogProbabilities reference, double advantage) {}

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
    private final GradientMethod method;

    PolicyGradient(Transformer transformer, LoraAdapter policy, GrpoSettings settings) {
        this.transformer = transformer;
        this.policy = policy;
        this.settings = settings;
        this.method = settings.gradients().with(transformer);
    }

    /** Log-probabilities of these completions with the adapter off, in their order. */
    List<LogProbabilities> reference(List<RolloutGroup> groups, List<Rollout> rollouts) {
        LabelledBatch batch = batch(groups, rollouts);
        try (NDManager step = transformer.kernels().newManager()) {
            float[] all = method.logProbabilities(transformer, batch, Optional.empty(), settings.temperature(), step)
                    .toFloatArray();
            List<LogProbabilities> each = new ArrayList<>();
            int from = 0;
            for (Rollout rollout : rollouts) {
                int to = from + rollout.completion().size();
                each.add(LogProbabilities.of(Arrays.copyOfRange(all, from, to)));
                from = to;
            }
            return each;
        }
    }

    /**
     * Adds the gradient of these samples' part of the loss.
     *
     * @param size of the whole step, of which these samples are a part
     */
    Sums addGradients(List<Sample> samples, PolicyLoss.StepSize size, List<NDArray> gradients, long dropoutSeed) {
        LabelledBatch batch = batch(
                samples.stream().map(Sample::group).toList(),
                samples.stream().map(Sample::rollout).toList());
        float[] old = new float[batch.labelled()];
        float[] reference = new float[batch.labelled()];
        float[] advantage = new float[batch.labelled()];
        float[] weight = new float[batch.labelled()];
        long[] sequence = new long[batch.labelled()];
        int n = 0;
        for (int s = 0; s < samples.size(); s++) {
            Sample sample = samples.get(s);
            int length = sample.rollout().completion().size();
            for (int t = 0; t < length; t++) {
                old[n] = sample.rollout().logProbabilities().get(t);
                reference[n] = sample.reference().get(t);
                advantage[n] = (float) sample.advantage();
                weight[n] = (float) settings.loss().weight(length, size);
                sequence[n++] = s;
            }
        }
        PolicyLoss loss = settings.loss();
        Optional<LoraAdapter> live = Optional.of(policy);
        try (NDManager step = transformer.kernels().newManager()) {
            float[] sums = batch.addTo(
                            transformer
                                    .call(method.kernel("policy_gradients"), step, live)
                                    .list("g", gradients)
                                    .integers(method.integers(
                                            transformer,
                                            dropoutSeed,
                                            loss.wholeSequences() ? 1 : 0,
                                            settings.kl().code()))
                                    .reals(transformer.reals(
                                            live,
                                            policy.settings().dropout(),
                                            settings.temperature(),
                                            loss.clipLow(),
                                            loss.clipHigh(),
                                            loss.beta())),
                            step)
                    .tensor(step.create(old))
                    .tensor(step.create(reference))
                    .tensor(step.create(advantage))
                    .tensor(step.create(weight))
                    .tensor(step.create(sequence))
                    .runWithGradients()
                    .head()
                    .toFloatArray();
            return new Sums(sums[0], sums[1], sums[2], sums[4], sums[3]);
        }
    }

    private LabelledBatch batch(List<RolloutGroup> groups, List<Rollout> rollouts) {
        return method.batch(
                groups.stream().map(RolloutGroup::prompt).toList(),
                rollouts.stream().map(Rollout::completion).toList());
    }
}
