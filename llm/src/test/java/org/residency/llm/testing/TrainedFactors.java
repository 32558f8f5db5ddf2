package org.residency.llm.testing;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import org.residency.llm.lora.LoraAdapter;

/** An adapter as if it had been trained: a fresh one's factors B are zero and change nothing. */
public final class TrainedFactors {
    private static final double DEVIATION = 0.05;

    private TrainedFactors() {}

    /** Adds normally distributed numbers to the factors B, the same each time. */
    public static void putInto(LoraAdapter adapter) {
        Random random = new Random(7);
        adapter.namedTensors().forEach((name, tensor) -> {
            if (name.contains("lora_B")) {
                float[] values = new float[(int) tensor.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (DEVIATION * random.nextGaussian());
                }
                try (NDArray added = tensor.getManager().create(values, tensor.getShape())) {
                    tensor.addi(added);
                }
            }
        });
    }
}
