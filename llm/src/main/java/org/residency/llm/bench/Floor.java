package org.residency.llm.bench;

import ai.djl.ndarray.NDManager;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;

/**
 * What the device itself can do, measured: no work can be faster than its multiplications or its bytes.
 *
 * @param flops a second of a large matrix product in the type that training uses
 * @param bytes a second of a large copy, read and written both counted
 */
public record Floor(double flops, double bytes) {
    /** Measures for a second or two. */
    public static Floor measure(ComputeDevice device, int threads) {
        boolean gpu = device instanceof ComputeDevice.Gpu;
        int size = gpu ? 8192 : 1024;
        long copied = gpu ? 1L << 31 : 1L << 26;
        ComputeType type = gpu ? ComputeType.BFLOAT16 : ComputeType.FLOAT32;
        try (Kernels kernels = Kernels.start(device, threads)) {
            double multiply = best(kernels, "probe_multiply", size, type);
            double copy = best(kernels, "probe_copy", copied, type);
            int width = type == ComputeType.FLOAT32 ? 4 : 2;
            return new Floor(2.0 * size * size * size / multiply, 2.0 * copied * width / copy);
        }
    }

    private static double best(Kernels kernels, String method, long size, ComputeType type) {
        nanos(kernels, method, size, type, 2);
        double best = Double.POSITIVE_INFINITY;
        for (int repeat = 0; repeat < 4; repeat++) {
            long one = nanos(kernels, method, size, type, 1);
            long many = nanos(kernels, method, size, type, 11);
            if (many > one) {
                best = Math.min(best, (many - one) / 1e10);
            }
        }
        return best;
    }

    private static long nanos(Kernels kernels, String method, long size, ComputeType type, int times) {
        try (NDManager step = kernels.newManager()) {
            long begin = System.nanoTime();
            kernels.call(method, step)
                    .tensor(step.create(0f))
                    .integers(size, type.torchCode(), times)
                    .run()
                    .head()
                    .getFloat();
            return System.nanoTime() - begin;
        }
    }
}
