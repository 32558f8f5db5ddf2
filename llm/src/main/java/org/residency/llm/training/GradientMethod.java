package org.residency.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.Transformer;
import org.residency.llm.tokenizer.TokenIds;

/** How the gradient of an adapter is taken: what is recomputed, and what is held in memory meanwhile. */
public enum GradientMethod {
    /**
     * {@link #PADDED} where the model is in float32, {@link #CHECKPOINTED} where it is in 16 bit or quantised; trainings on a GPU
     * whose layers are walked take {@link #PACKED} in its place where there is memory for it, which gives the same gradient.
     */
    AUTOMATIC("", false),
    /** Sequences padded to one length, every layer's graph and all logits in memory at once. */
    PADDED("", false),
    /** Sequences packed without padding, every layer's graph in memory, logits a chunk at a time. */
    PACKED("packed_", false),
    /** Packed, and each layer run a second time for its gradient (arXiv 1604.06174): memory for one layer's graph. */
    CHECKPOINTED("packed_", true);

    /** Places whose logits are in memory at once: in float32, 128,256 words take 263 MB. */
    public static final int CHUNK = 512;

    private final String prefix;
    private final boolean checkpointing;

    GradientMethod(String prefix, boolean checkpointing) {
        this.prefix = prefix;
        this.checkpointing = checkpointing;
    }

    /** The method that settings call by this name. */
    public static GradientMethod named(String name) {
        return Arrays.stream(values())
                .filter(method -> method.settingName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("gradients is '%s', must be one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values())
                                        .map(GradientMethod::settingName)
                                        .toList())));
    }

    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #AUTOMATIC} stands for with this model; any other method is itself. */
    public GradientMethod with(Transformer transformer) {
        return with(transformer.computeType(), transformer.quantization());
    }

    /**
     * The same, by the type that the model is computed in and how its weights are held.
     *
     * @throws IllegalArgumentException for a method that would keep every quantised weight in the compute type as well
     */
    public GradientMethod with(ComputeType type, BaseQuantization quantization) {
        boolean quantised = quantization != BaseQuantization.NONE;
        if (this == AUTOMATIC) {
            return type == ComputeType.FLOAT32 && !quantised ? PADDED : CHECKPOINTED;
        }
        if (quantised && !checkpointing) {
            throw new IllegalArgumentException(
                    "gradients is %s, must be checkpointed (or automatic) with baseQuantization %s"
                            .formatted(settingName(), quantization.settingName()));
        }
        return this;
    }

    /** Lays out sequences: each target's tokens are predicted from its prompt and its own earlier tokens. */
    public LabelledBatch batch(List<TokenIds> prompts, List<TokenIds> targets) {
        return prefix.isEmpty() ? PaddedBatch.of(prompts, targets) : PackedBatch.of(prompts, targets);
    }

    /** Whether a layer's graph is made a second time for its gradient. */
    public boolean checkpointing() {
        return checkpointing;
    }

    /** Whether sequences stand in one row. */
    public boolean packs() {
        return !prefix.isEmpty();
    }

    /** The kernel that does this work by this method. */
    public String kernel(String work) {
        return prefix + work;
    }

    /**
     * The logarithm of the probability of each labelled token, without dropout and without a graph.
     *
     * @param adapter empty for the model with its adapter off
     * @return [N], belonging to {@code owner}
     */
    public NDArray logProbabilities(
            Transformer transformer,
            LabelledBatch batch,
            Optional<LoraAdapter> adapter,
            double temperature,
            NDManager owner) {
        return batch.addTo(
                        transformer
                                .call(kernel("log_probabilities"), owner, adapter)
                                .integers(integers(transformer, 0))
                                .reals(transformer.reals(adapter, 0, temperature)),
                        owner)
                .run()
                .head();
    }

    /** The whole numbers that this method's kernels take after the model's own. */
    public long[] integers(Transformer transformer, long dropoutSeed, long... more) {
        long[] own = Arrays.copyOf(new long[] {dropoutSeed, checkpointing ? 1 : 0, CHUNK}, 3 + more.length);
        System.arraycopy(more, 0, own, 3, more.length);
        return transformer.integers(own);
    }
}
