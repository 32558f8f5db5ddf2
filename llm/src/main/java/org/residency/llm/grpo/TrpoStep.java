package org.residency.llm.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;

/**
 * A step of trust region policy optimization (arXiv 1502.05477, appendix C): along the natural gradient, as far as the
 * region's quadratic model allows, and then half as far until the measured divergence is within the region and the surrogate
 * is lower. Where no try is, the policy stays. Neither learning rate nor moments are read.
 */
final class TrpoStep implements PolicyStep {
    /** As large as the adapter that are in memory at once. */
    static final int VECTORS = 9;

    private static final int TRIES = 10;

    private final Transformer transformer;
    private final LoraAdapter policy;
    private final GrpoSettings settings;
    private final TrpoLoss loss;
    private final GradientMethod method;
    private final PolicyGradient gradient;
    private final List<NDArray> parameters;
    private final AdapterVector slope;
    private List<PolicyGradient.Sample> samples = List.of();
    private double surrogate;
    private double reached;
    private double share;

    /** @throws IllegalArgumentException for a policy with dropout, of which no step has the same surrogate twice */
    TrpoStep(Transformer transformer, LoraAdapter policy, GrpoSettings settings, TrpoLoss loss) {
        if (policy.settings().dropout() > 0) {
            throw new IllegalArgumentException(
                    "the adapter's dropout is " + policy.settings().dropout()
                            + ", must be 0 with loss trpo; train it without, or take another loss");
        }
        this.transformer = transformer;
        this.policy = policy;
        this.settings = settings;
        this.loss = loss;
        this.method = settings.gradients().with(transformer);
        this.gradient = new PolicyGradient(transformer, policy, settings);
        this.parameters = List.copyOf(policy.namedTensors().values());
        this.slope = new AdapterVector(transformer.kernels(), parameters);
    }

    @Override
    public Pass accumulate(List<RewardedGroup> groups, int step) {
        return accumulate(new StepSamples(gradient, settings, loss).of(groups));
    }

    /** The same, of rollouts whose references and advantages are known. */
    Pass accumulate(List<PolicyGradient.Sample> some) {
        samples = some;
        slope.clear();
        PolicyLoss.StepSize size = StepSamples.size(samples);
        PolicyGradient.Sums sums = PolicyGradient.Sums.ZERO;
        for (List<PolicyGradient.Sample> pass : passes()) {
            sums = sums.plus(gradient.addGradients(pass, size, slope.tensors(), 0));
        }
        surrogate = sums.loss();
        return new Pass(sums, size.tokens(), StepSamples.tokens(samples));
    }

    @Override
    public double move(double learningRate) {
        share = 0;
        reached = 0;
        double norm = slope.norm();
        // Where all groups were equal there is nowhere to go.
        if (norm == 0 || !Double.isFinite(norm)) {
            return norm;
        }
        try (PolicyDivergence divergence = new PolicyDivergence(transformer, policy, settings, samples);
                AdapterVector start = slope.copy();
                AdapterVector down = slope.copy()) {
            start.set(parameters);
            down.scale(-1);
            try (AdapterVector step = ConjugateGradient.solve(
                    vector -> damped(divergence, vector), down, loss.region().conjugateSteps())) {
                search(divergence, start, step);
            }
        }
        return norm;
    }

    /** The curvature of the region's quadratic model times a vector. */
    private AdapterVector damped(PolicyDivergence divergence, AdapterVector vector) {
        AdapterVector product = divergence.fisher(vector);
        product.add(loss.region().damping(), vector);
        return product;
    }

    private void search(PolicyDivergence divergence, AdapterVector start, AdapterVector step) {
        double curvature;
        try (AdapterVector image = damped(divergence, step)) {
            curvature = step.dot(image);
        }
        // Rounding may leave no curvature along a step; such a step is none.
        if (curvature > 0) {
            step.scale(Math.sqrt(2 * loss.region().maxKl() / curvature));
            double tried = 1;
            for (int i = 0; i < TRIES; i++) {
                try (AdapterVector there = start.copy()) {
                    there.add(tried, step);
                    there.giveTo(parameters);
                }
                double moved = divergence.measure();
                // Written so that what is no number is refused.
                if (moved <= loss.region().maxKl() && lowered() < surrogate) {
                    share = tried;
                    reached = moved;
                    return;
                }
                tried /= 2;
            }
        }
        start.giveTo(parameters);
    }

    /** The surrogate of the policy as it is now. */
    private double lowered() {
        PolicyLoss.StepSize size = StepSamples.size(samples);
        double sum = 0;
        for (List<PolicyGradient.Sample> pass : passes()) {
            LabelledBatch batch = method.batch(
                    pass.stream().map(sample -> sample.group().prompt()).toList(),
                    pass.stream().map(sample -> sample.rollout().completion()).toList());
            float[] known;
            try (NDManager step = transformer.kernels().newManager()) {
                known = method.logProbabilities(transformer, batch, Optional.of(policy), settings.temperature(), step)
                        .toFloatArray();
            }
            int n = 0;
            for (PolicyGradient.Sample sample : pass) {
                int length = sample.rollout().completion().size();
                double weight = loss.weight(length, size);
                for (int t = 0; t < length; t++) {
                    double now = known[n++];
                    double ratio =
                            Math.exp(now - sample.rollout().logProbabilities().get(t));
                    double kl = settings.kl().of(now, sample.reference().get(t));
                    sum += weight * (loss.beta() * kl - ratio * sample.advantage());
                }
            }
        }
        return sum;
    }

    private List<List<PolicyGradient.Sample>> passes() {
        List<List<PolicyGradient.Sample>> passes = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += settings.rolloutsPerPass()) {
            passes.add(samples.subList(from, Math.min(samples.size(), from + settings.rolloutsPerPass())));
        }
        return passes;
    }

    /** {@code step_kl}: how far the step went, in nats a token; {@code step_share}: of the model's own step, 0 for none. */
    @Override
    public Map<String, Double> measured() {
        return Map.of("step_kl", reached, "step_share", share);
    }

    @Override
    public void close() {
        slope.close();
    }
}
