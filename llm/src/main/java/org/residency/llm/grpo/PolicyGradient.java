package org.residency.llm.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.kernels.KernelCall;
import org.residency.llm.layers.LayerWalk;
import org.residency.llm.layers.TokenPass;
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
    private final TokenPass pass;

    PolicyGradient(Transformer transformer, LoraAdapter policy, GrpoSettings settings) {
        this(transformer, policy, settings, new TokenPass(transformer, policy, settings.gradients()));
    }

    PolicyGradient(Transformer transformer, LoraAdapter policy, GrpoSettings settings, TokenPass pass) {
        this.transformer = transformer;
        this.policy = policy;
        this.settings = settings;
        this.pass = pass;
    }

    /** Whether sequences stand in one row, where those of one prompt may share it. */
    boolean packs() {
        return pass.method().packs();
    }

    /** Log-probabilities of these completions with the adapter off, in their order. */
    List<LogProbabilities> reference(List<RolloutGroup> groups, List<Rollout> rollouts) {
        LabelledBatch batch = batch(groups, rollouts);
        try (NDManager step = transformer.kernels().newManager()) {
            float[] all = pass.logProbabilities(batch, false, settings.temperature(), step)
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
        GradientMethod method = pass.method();
        long[] whole = method.integers(
                transformer,
                dropoutSeed,
                loss.wholeSequences() ? 1 : 0,
                settings.kl().code());
        double[] real = transformer.reals(
                live,
                policy.settings().dropout(),
                settings.temperature(),
                loss.clipLow(),
                loss.clipHigh(),
                loss.beta());
        try (NDManager step = transformer.kernels().newManager()) {
            List<NDArray> tokens = List.of(
                    step.create(old),
                    step.create(reference),
                    step.create(advantage),
                    step.create(weight),
                    step.create(sequence));
            if (pass.walk().isPresent()) {
                return walk(pass.walk().get(), batch, gradients, tokens, whole, real, step);
            }
            KernelCall call = batch.addTo(
                    transformer
                            .call(method.kernel("policy_gradients"), step, live)
                            .list("g", gradients)
                            .integers(whole)
                            .reals(real),
                    step);
            tokens.forEach(call::tensor);
            return sums(call.runWithGradients().head());
        }
    }

    private Sums walk(
            LayerWalk walk,
            LabelledBatch batch,
            List<NDArray> gradients,
            List<NDArray> tokens,
            long[] whole,
            double[] real,
            NDManager step) {
        AtomicReference<NDArray> numbers = new AtomicReference<>();
        walk.addGradients(walk.row(batch, step), settings.temperature(), gradients, known -> {
            KernelCall call = transformer
                    .kernels()
                    .call("policy_slopes", step)
                    .tensor(known.logProbabilities())
                    .tensor(known.entropies());
            tokens.forEach(call::tensor);
            NDList made = call.integers(whole).reals(real).runWithGradients();
            numbers.set(made.get(1));
            return made.get(0);
        });
        // Not before: reading them waits for the device.
        return sums(numbers.get());
    }

    private static Sums sums(NDArray numbers) {
        float[] sums = numbers.toFloatArray();
        return new Sums(sums[0], sums[1], sums[2], sums[4], sums[3]);
    }

    private LabelledBatch batch(List<RolloutGroup> groups, List<Rollout> rollouts) {
        return pass.batch(
                groups.stream().map(RolloutGroup::prompt).toList(),
                rollouts.stream().map(Rollout::completion).toList());
    }
}
