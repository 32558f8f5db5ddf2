package org.residency.llm.dpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;

/**
 * Direct preference optimization (Rafailov et al., arXiv 2305.18290, equation 7): -log sigmoid(beta margin), the margin
 * being how much further the policy than the reference (the adapter switched off) prefers the chosen completion.
 */
public final class DpoLoss {
    /**
     * Sums over the pairs of a batch.
     *
     * @param loss weighted as told
     * @param ahead pairs whose chosen completion the policy prefers more than the reference does
     * @param margin times beta
     */
    public record Sums(double loss, double ahead, double margin) {}

    private final Transformer transformer;
    private final LoraAdapter policy;
    private final double beta;
    private final GradientMethod method;

    /** @param beta how hard the policy is held to the reference, above 0; 0.1 is usual */
    public DpoLoss(Transformer transformer, LoraAdapter policy, double beta, GradientMethod method) {
        if (!(beta > 0)) {
            throw new IllegalArgumentException("beta is " + beta + ", must be above 0");
        }
        this.transformer = transformer;
        this.policy = policy;
        this.beta = beta;
        this.method = method.with(transformer);
    }

    /**
     * Adds the gradient of {@code weight} times the summed loss to {@code gradients}.
     *
     * @param dropoutSeed of this forward pass
     */
    public Sums addGradients(List<PreferencePair> pairs, List<NDArray> gradients, double weight, long dropoutSeed) {
        List<TokenIds> prompts = new ArrayList<>();
        List<TokenIds> completions = new ArrayList<>();
        for (PreferencePair pair : pairs) {
            prompts.add(pair.prompt());
            completions.add(pair.chosen());
            prompts.add(pair.prompt());
            completions.add(pair.rejected());
        }
        LabelledBatch batch = method.batch(prompts, completions);
        long[] sequence = new long[batch.labelled()];
        int n = 0;
        for (int s = 0; s < completions.size(); s++) {
            for (int t = 0; t < completions.get(s).size(); t++) {
                sequence[n++] = s;
            }
        }
        Optional<LoraAdapter> live = Optional.of(policy);
        try (NDManager step = transformer.kernels().newManager()) {
            NDArray reference = batch.addTo(
                            transformer
                                    .call(method.kernel("log_probabilities"), step, Optional.<LoraAdapter>empty())
                                    .integers(method.integers(transformer, 0))
                                    .reals(transformer.reals(Optional.empty(), 0, 1)),
                            step)
                    .run()
                    .head();
            float[] sums = batch.addTo(
                            transformer
                                    .call(method.kernel("preference_gradients"), step, live)
                                    .list("g", gradients)
                                    .integers(method.integers(transformer, dropoutSeed, pairs.size()))
                                    .reals(transformer.reals(
                                            live, policy.settings().dropout(), 1, beta, weight)),
                            step)
                    .tensor(reference)
                    .tensor(step.create(sequence))
                    .runWithGradients()
                    .head()
                    .toFloatArray();
            return new Sums(sums[0], sums[1], sums[2]);
        }
    }
}
