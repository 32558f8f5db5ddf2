package org.residency.llm.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BlockFormatTest {
    private static final int COUNT = 64 * 256;

    @Test
    void keepsEightBitsWithinHalfAStep() {
        float[] values = normal(1);
        float[] back = thereAndBack(BlockFormat.Q8_0, values);
        for (int block = 0; block < COUNT; block += 32) {
            float largest = 0;
            for (int i = block; i < block + 32; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
            for (int i = block; i < block + 32; i++) {
                // Half a step, and what the scale itself loses in half precision: 127 steps of 2^-11 of one.
                assertThat(Math.abs(back[i] - values[i])).isLessThan(largest / 127 * (0.5f + 127 / 2048f));
            }
        }
    }

    @Test
    void roundsFourAndSixBitsBetterThanAnEvenGridDoes() {
        float[] values = normal(2);
        double four = meanSquare(values, thereAndBack(BlockFormat.Q4_K, values));
        double six = meanSquare(values, thereAndBack(BlockFormat.Q6_K, values));
        // Even grids with unrounded ends: from least to largest of each 32, and as far below 0 as above for each 16.
        assertThat(four).isLessThan(evenGrid(values, 32, 15, false));
        assertThat(six).isLessThan(evenGrid(values, 16, 62, true));
        assertThat(six).isLessThan(four / 8);
    }

    @Test
    void keepsWhatTheFormatCanSayExactly() {
        float[] values = new float[256];
        for (int i = 0; i < 256; i++) {
            // Every level of each part, and factors that reach the largest one.
            values[i] = 0.5f * (i / 32 + 56) * (i % 16) - 0.25f * (63 - i / 32);
        }
        assertThat(thereAndBack(BlockFormat.Q4_K, values)).containsExactly(values, Offset.offset(0.5f));
        float[] symmetric = new float[256];
        for (int i = 0; i < 256; i++) {
            symmetric[i] = 0.125f * -(i / 16 + 113) * (i % 16 * 4 - 32);
        }
        assertThat(thereAndBack(BlockFormat.Q6_K, symmetric)).containsExactly(symmetric, Offset.offset(1e-3f));
    }

    @Test
    void packsZeroesAndOneSidedBlocks() {
        for (BlockFormat format : BlockFormat.values()) {
            assertThat(meanSquare(new float[256], thereAndBack(format, new float[256])))
                    .isZero();
        }
        float[] positive = new float[256];
        float[] negative = new float[256];
        Random random = new Random(3);
        for (int i = 0; i < 256; i++) {
            positive[i] = 1 + random.nextFloat();
            negative[i] = -positive[i];
        }
        for (BlockFormat format : new BlockFormat[] {BlockFormat.Q8_0, BlockFormat.Q4_K, BlockFormat.Q6_K}) {
            assertThat(meanSquare(positive, thereAndBack(format, positive))).isLessThan(0.01);
            assertThat(meanSquare(negative, thereAndBack(format, negative))).isLessThan(0.01);
        }
    }

    private static float[] thereAndBack(BlockFormat format, float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) format.bytes(values.length)).order(ByteOrder.LITTLE_ENDIAN);
        format.pack(values, 0, values.length, bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return GgufFile.values(format.code(), bytes.flip(), values.length);
    }

    private static float[] normal(long seed) {
        Random random = new Random(seed);
        float[] values = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = (float) (0.02 * random.nextGaussian());
        }
        return values;
    }

    private static double evenGrid(float[] values, int part, int steps, boolean symmetric) {
        float[] back = new float[values.length];
        for (int from = 0; from < values.length; from += part) {
            float least = 0;
            float largest = 0;
            for (int i = from; i < from + part; i++) {
                least = Math.min(least, values[i]);
                largest = Math.max(largest, values[i]);
            }
            if (symmetric) {
                largest = Math.max(largest, -least);
                least = -largest;
            }
            float step = (largest - least) / steps;
            for (int i = from; i < from + part; i++) {
                back[i] = least + step * Math.round((values[i] - least) / step);
            }
        }
        return meanSquare(values, back);
    }

    private static double meanSquare(float[] values, float[] back) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (values[i] - back[i]) * (values[i] - back[i]);
        }
        return sum / values.length;
    }
}
