package org.residency.llm.pretraining;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;

/**
 * Start values: norms 1, the rest normal with deviation 0.02, and what writes into the residual stream smaller by the
 * square root of its number of writers (Radford et al., "Language Models are Unsupervised Multitask Learners", 2019).
 */
public final class InitialWeights implements Transformer.WeightSource {
    private static final double DEVIATION = 0.02;

    private final ModelConfig config;
    private final long seed;

    public InitialWeights(ModelConfig config, long seed) {
        this.config = config;
        this.seed = seed;
    }

    @Override
    public float[] weights(String name, List<Long> shape) {
        int count = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        float[] values = new float[count];
        if (shape.size() == 1) {
            Arrays.fill(values, name.endsWith("bias") ? 0f : 1f);
            return values;
        }
        boolean residual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
        double deviation = residual ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
        // Random and its nextGaussian are specified to the bit, so a seed gives these numbers on every JDK.
        Random random = new Random(seed ^ ((long) name.hashCode() << 16));
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
