package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;

/** What losses ask of a model and its adapter: a walk where device, model and method are ones for it, else the method's kernels. */
public final class TokenPass {
    private final Transformer transformer;
    private final LoraAdapter adapter;
    private final GradientMethod method;
    private final Optional<LayerWalk> walk;

    public TokenPass(Transformer transformer, LoraAdapter adapter, GradientMethod method) {
        this(
                transformer,
                adapter,
                method.with(transformer),
                method.with(transformer).packs()
                        ? LayerWalk.on(
                                transformer,
                                adapter,
                                adapter.settings().dropout(),
                                method.with(transformer).checkpointing())
                        : Optional.empty());
    }

    TokenPass(Transformer transformer, LoraAdapter adapter, GradientMethod method, Optional<LayerWalk> walk) {
        this.transformer = transformer;
        this.adapter = adapter;
        this.method = method;
        this.walk = walk;
    }

    /** Never {@link GradientMethod#AUTOMATIC}. */
    public GradientMethod method() {
        return method;
    }

    /** Present where gradients are walked. */
    public Optional<LayerWalk> walk() {
        return walk;
    }

    public LabelledBatch batch(List<TokenIds> prompts, List<TokenIds> targets) {
        return method.batch(prompts, targets);
    }

    /**
     * The logarithm of the probability of each labelled token, without dropout.
     *
     * @param live false for the model with its adapter off
     * @return [N], belonging to {@code owner}
     */
    public NDArray logProbabilities(LabelledBatch batch, boolean live, double temperature, NDManager owner) {
        return walk.map(found -> found.logProbabilities(found.row(batch, owner), live, temperature, owner)
                        .logProbabilities())
                .orElseGet(() -> method.logProbabilities(
                        transformer, batch, live ? Optional.of(adapter) : Optional.empty(), temperature, owner));
    }
}
