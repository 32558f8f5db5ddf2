package org.residency.llm.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;

/**
 * How far a policy has moved since this was made: the mean over the rollouts' tokens of KL(then, now) over all words, and the
 * Fisher matrix of the policy then.
 *
 * <p>The matrix is the divergence's second derivative where the policy has not moved. Its product with a vector is taken as a
 * central difference of the divergence's gradient, not by a second backward pass: the fused attention has none, and neither
 * have gradients taken a layer at a time, while a first gradient is at hand by every method and over a quantised base. The
 * step of the difference is at most that of Knoll and Keyes (2004) for float32, and shorter along steep directions: there it
 * moves the policy by {@value #NEAR} nats a token, near enough for the gradient to be straight and far enough from rounding.
 */
final class PolicyDivergence implements AutoCloseable {
    /** The cube root of float32's rounding. */
    private static final double LONGEST = Math.cbrt(Math.scalb(1.0, -23));

    private static final double NEAR = 3e-6;

    private final Transformer transformer;
    private final LoraAdapter policy;
    private final GrpoSettings settings;
    private final GradientMethod method;
    private final FinalStates states;
    private final NDManager manager;
    private final List<LabelledBatch> batches = new ArrayList<>();
    private final List<NDArray> before = new ArrayList<>();
    private final List<NDArray> parameters;
    private final long tokens;

    PolicyDivergence(
            Transformer transformer, LoraAdapter policy, GrpoSettings settings, List<PolicyGradient.Sample> samples) {
        this.transformer = transformer;
        this.policy = policy;
        this.settings = settings;
        this.method = settings.gradients().with(transformer);
        this.states = new FinalStates(transformer, policy, method);
        this.manager = transformer.kernels().newManager();
        this.parameters = List.copyOf(policy.namedTensors().values());
        this.tokens = StepSamples.size(samples).tokens();
        for (int from = 0; from < samples.size(); from += settings.rolloutsPerPass()) {
            List<PolicyGradient.Sample> some =
                    samples.subList(from, Math.min(samples.size(), from + settings.rolloutsPerPass()));
            LabelledBatch batch = method.batch(
                    some.stream().map(sample -> sample.group().prompt()).toList(),
                    some.stream().map(sample -> sample.rollout().completion()).toList());
            batches.add(batch);
            before.add(states.of(batch, manager));
        }
    }

    /** Nats a token, of the policy as it is now. */
    double measure() {
        double sum = 0;
        for (int i = 0; i < batches.size(); i++) {
            try (NDManager step = transformer.kernels().newManager()) {
                // Before the call: the pass names the head's tensor for itself.
                NDArray now = states.of(batches.get(i), step);
                sum += transformer
                        .kernels()
                        .call("policy_divergence", step)
                        .tensor(transformer.ends().get(3))
                        .tensor(now)
                        .tensor(before.get(i))
                        .integers(GradientMethod.CHUNK)
                        .reals(settings.temperature())
                        .run()
                        .head()
                        .getFloat();
            }
        }
        return sum / tokens;
    }

    /** The Fisher matrix times a vector, the policy standing where it stood; a vector of its own. */
    AdapterVector fisher(AdapterVector vector) {
        AdapterVector product = new AdapterVector(transformer.kernels(), parameters);
        double norm = vector.norm();
        if (norm == 0) {
            return product;
        }
        try (AdapterVector here = product.copy()) {
            here.set(parameters);
            double longest = LONGEST * (1 + here.norm()) / norm;
            moveTo(here, longest, vector);
            // The divergence grows with the square of the step.
            double step = longest * Math.sqrt(NEAR / Math.max(NEAR, measure()));
            for (int side = 1; side >= -1; side -= 2) {
                moveTo(here, side * step, vector);
                addGradient(product.tensors(), side / (2 * step));
            }
            here.giveTo(parameters);
        }
        return product;
    }

    private void moveTo(AdapterVector here, double length, AdapterVector direction) {
        try (AdapterVector there = here.copy()) {
            there.add(length, direction);
            there.giveTo(parameters);
        }
    }

    private void addGradient(List<NDArray> sums, double weight) {
        Optional<LoraAdapter> live = Optional.of(policy);
        for (int i = 0; i < batches.size(); i++) {
            try (NDManager step = transformer.kernels().newManager()) {
                batches.get(i)
                        .addTo(
                                transformer
                                        .call(method.kernel("divergence_gradients"), step, live)
                                        .list("g", sums)
                                        .integers(method.integers(transformer, 0))
                                        .reals(transformer.reals(live, 0, settings.temperature())),
                                step)
                        .tensor(before.get(i))
                        .reals(weight / tokens)
                        .runWithGradients();
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
