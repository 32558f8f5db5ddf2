package org.residency.llm.dpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.residency.llm.layers.LayerWalk;
import org.residency.llm.layers.TokenPass;
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
    private final TokenPass pass;

    /** @param beta how hard the policy is held to the reference, above 0; 0.1 is usual */
    public DpoLoss(Transformer transformer, LoraAdapter policy, double beta, GradientMethod method) {
        this(transformer, policy, beta, new TokenPass(transformer, policy, method));
    }

    DpoLoss(Transformer transformer, LoraAdapter policy, double beta, TokenPass pass) {
        if (!(beta > 0)) {
            throw new IllegalArgumentException("beta is " + beta + ", must be above 0");
        }
        this.transformer = transformer;
        this.policy = policy;
        this.beta = beta;
        this.pass = pass;
    }

    /**
     * Adds the gradient of {@code weight} times the summed loss to {@code gradients}.
     *
     * @param dropoutSeed of this forward pass
     */
    public Sums addGradients(List<PreferencePair> pairs, List<NDArray> gradients, double weight, long dropoutSeed) {
        LabelledBatch batch = batch(pairs);
        long[] sequence = sequences(pairs);
        Optional<LoraAdapter> live = Optional.of(policy);
        try (NDManager step = transformer.kernels().newManager()) {
            NDArray reference = pass.logProbabilities(batch, false, 1, step);
            GradientMethod method = pass.method();
            long[] whole = method.integers(transformer, dropoutSeed, pairs.size());
            double[] real = transformer.reals(live, policy.settings().dropout(), 1, beta, weight);
            if (pass.walk().isPresent()) {
                LayerWalk walk = pass.walk().get();
                AtomicReference<NDArray> numbers = new AtomicReference<>();
                walk.addGradients(walk.row(batch, step), 1, gradients, known -> {
                    NDList made = transformer
                            .kernels()
                            .call("preference_slopes", step)
                            .tensor(known.logProbabilities())
                            .tensor(reference)
                            .tensor(step.create(sequence))
                            .integers(whole)
                            .reals(real)
                            .runWithGradients();
                    numbers.set(made.get(1));
                    return made.get(0);
                });
                return sums(numbers.get());
            }
            return sums(batch.addTo(
                            transformer
                                    .call(method.kernel("preference_gradients"), step, live)
                                    .list("g", gradients)
                                    .integers(whole)
                                    .reals(real),
                            step)
                    .tensor(reference)
                    .tensor(step.create(sequence))
                    .runWithGradients()
                    .head());
        }
    }

    private static Sums sums(NDArray numbers) {
        float[] sums = numbers.toFloatArray();
        return new Sums(sums[0], sums[1], sums[2]);
    }

    /** The same sums, the loss not weighted and without dropout; nothing changes. */
    public Sums measure(List<PreferencePair> pairs) {
        LabelledBatch batch = batch(pairs);
        long[] sequence = sequences(pairs);
        double[] apart = new double[2 * pairs.size()];
        try (NDManager step = transformer.kernels().newManager()) {
            float[] reference = pass.logProbabilities(batch, false, 1, step).toFloatArray();
            float[] known = pass.logProbabilities(batch, true, 1, step).toFloatArray();
            for (int n = 0; n < known.length; n++) {
                apart[(int) sequence[n]] += known[n] - reference[n];
            }
        }
        double loss = 0;
        double ahead = 0;
        double margins = 0;
        for (int pair = 0; pair < pairs.size(); pair++) {
            double margin = beta * (apart[2 * pair] - apart[2 * pair + 1]);
            // log(1 + exp(-margin)) without overflow.
            loss += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
            ahead += margin > 0 ? 1 : 0;
            margins += margin;
        }
        return new Sums(loss, ahead, margins);
    }

    /** Of each pair the chosen completion, then the rejected one. */
    private LabelledBatch batch(List<PreferencePair> pairs) {
        List<TokenIds> prompts = new ArrayList<>();
        for (PreferencePair pair : pairs) {
            prompts.add(pair.prompt());
            prompts.add(pair.prompt());
        }
        return pass.batch(prompts, completions(pairs));
    }

    private static List<TokenIds> completions(List<PreferencePair> pairs) {
        List<TokenIds> completions = new ArrayList<>();
        for (PreferencePair pair : pairs) {
            completions.add(pair.chosen());
            completions.add(pair.rejected());
        }
        return completions;
    }

    /** Of each predicted token the number of its completion. */
    private static long[] sequences(List<PreferencePair> pairs) {
        List<TokenIds> completions = completions(pairs);
        return IntStream.range(0, completions.size())
                .flatMap(s ->
                        IntStream.generate(() -> s).limit(completions.get(s).size()))
                .asLongStream()
                .toArray();
    }
}
