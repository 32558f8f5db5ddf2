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

/** PPO's loss and its gradient by the adapter and the value head. */
final class ActorCriticGradient {
    /**
     * A rollout with all that its loss needs, token by token.
     *
     * @param before the value before each token, as the head had it before the update
     * @param returns what it should have been
     */
    record Sample(
            RolloutGroup group,
            Rollout rollout,
            LogProbabilities reference,
            List<Double> advantages,
            List<Double> before,
            List<Double> returns) {
        Sample {
            advantages = List.copyOf(advantages);
            before = List.copyOf(before);
            returns = List.copyOf(returns);
        }

        Sample withAdvantages(List<Double> others) {
            return new Sample(group, rollout, reference, others, before, returns);
        }
    }

    /** The policy's sums, its loss without the value's; and the value's loss. */
    record Sums(PolicyGradient.Sums policy, double value) {
        static final Sums ZERO = new Sums(PolicyGradient.Sums.ZERO, 0);

        Sums plus(Sums other) {
            return new Sums(policy.plus(other.policy), value + other.value);
        }
    }

    private final Transformer transformer;
    private final LoraAdapter policy;
    private final ValueHead head;
    private final GrpoSettings settings;
    private final PpoLoss loss;
    private final GradientMethod method;

    ActorCriticGradient(
            Transformer transformer, LoraAdapter policy, ValueHead head, GrpoSettings settings, PpoLoss loss) {
        this.transformer = transformer;
        this.policy = policy;
        this.head = head;
        this.settings = settings;
        this.loss = loss;
        this.method = settings.gradients().with(transformer);
    }

    /** What the head says before each token of these completions, in their order. */
    List<List<Double>> values(List<RolloutGroup> groups, List<Rollout> rollouts) {
        LabelledBatch batch = batch(groups, rollouts);
        try (NDManager step = transformer.kernels().newManager()) {
            NDArray states = new FinalStates(transformer, policy, method).of(batch, step);
            float[] all = transformer
                    .kernels()
                    .call("values", step)
                    .list("v", head.tensors())
                    .tensor(states)
                    .run()
                    .head()
                    .toFloatArray();
            List<List<Double>> each = new ArrayList<>();
            int from = 0;
            for (Rollout rollout : rollouts) {
                List<Double> own = new ArrayList<>();
                for (int t = 0; t < rollout.completion().size(); t++) {
                    own.add((double) all[from++]);
                }
                each.add(own);
            }
            return each;
        }
    }

    /**
     * Adds the gradient of these samples' part of the loss.
     *
     * @param size of the whole step, of which these samples are a part
     * @param gradients the adapter's, then the head's
     */
    Sums addGradients(List<Sample> samples, PolicyLoss.StepSize size, List<NDArray> gradients, long dropoutSeed) {
        LabelledBatch batch = batch(
                samples.stream().map(Sample::group).toList(),
                samples.stream().map(Sample::rollout).toList());
        float[] weight = new float[batch.labelled()];
        Arrays.fill(weight, (float) loss.weight(0, size));
        Optional<LoraAdapter> live = Optional.of(policy);
        try (NDManager step = transformer.kernels().newManager()) {
            float[] sums = batch.addTo(
                            transformer
                                    .call(method.kernel("actor_critic_gradients"), step, live)
                                    .list("g", gradients)
                                    .list("v", head.tensors())
                                    .integers(method.integers(
                                            transformer,
                                            dropoutSeed,
                                            0,
                                            settings.kl().code()))
                                    .reals(transformer.reals(
                                            live,
                                            policy.settings().dropout(),
                                            settings.temperature(),
                                            loss.clipLow(),
                                            loss.clipHigh(),
                                            loss.beta(),
                                            loss.terms().clip(),
                                            loss.terms().weight())),
                            step)
                    .tensor(step.create(
                            logProbabilities(samples, sample -> sample.rollout().logProbabilities(), batch)))
                    .tensor(step.create(logProbabilities(samples, Sample::reference, batch)))
                    .tensor(step.create(numbers(samples, Sample::advantages, batch)))
                    .tensor(step.create(weight))
                    .tensor(step.create(sequences(samples, batch)))
                    .tensor(step.create(numbers(samples, Sample::before, batch)))
                    .tensor(step.create(numbers(samples, Sample::returns, batch)))
                    .runWithGradients()
                    .head()
                    .toFloatArray();
            return new Sums(new PolicyGradient.Sums(sums[0], sums[1], sums[2], sums[4], sums[3]), sums[5]);
        }
    }

    private interface Numbers {
        List<Double> of(Sample sample);
    }

    private interface Known {
        LogProbabilities of(Sample sample);
    }

    private static float[] numbers(List<Sample> samples, Numbers numbers, LabelledBatch batch) {
        float[] all = new float[batch.labelled()];
        int n = 0;
        for (Sample sample : samples) {
            for (double value : numbers.of(sample)) {
                all[n++] = (float) value;
            }
        }
        return all;
    }

    private static float[] logProbabilities(List<Sample> samples, Known known, LabelledBatch batch) {
        float[] all = new float[batch.labelled()];
        int n = 0;
        for (Sample sample : samples) {
            for (float value : known.of(sample).toArray()) {
                all[n++] = value;
            }
        }
        return all;
    }

    private static long[] sequences(List<Sample> samples, LabelledBatch batch) {
        long[] all = new long[batch.labelled()];
        int n = 0;
        for (int s = 0; s < samples.size(); s++) {
            for (int t = 0; t < samples.get(s).rollout().completion().size(); t++) {
                all[n++] = s;
            }
        }
        return all;
    }

    private LabelledBatch batch(List<RolloutGroup> groups, List<Rollout> rollouts) {
        return method.batch(
                groups.stream().map(RolloutGroup::prompt).toList(),
                rollouts.stream().map(Rollout::completion).toList());
    }
}
