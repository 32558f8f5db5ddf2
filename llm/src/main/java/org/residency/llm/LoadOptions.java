package org.residency.llm;

import java.util.Objects;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;

/**
 * Where and how a model runs.
 *
 * @param threads of one operation on the CPU, for the whole process; 0 leaves the engine's choice
 */
public record LoadOptions(ComputeDevice device, ComputeType computeType, int threads) {
    public LoadOptions {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(computeType, "computeType");
        if (threads < 0 || threads > 1024) {
            throw new IllegalArgumentException("threads is " + threads + ", must be 0 (engine's choice) to 1024");
        }
        if (device instanceof ComputeDevice.Cpu && computeType != ComputeType.FLOAT32) {
            throw new IllegalArgumentException("computeType is " + computeType + ", must be FLOAT32 on the CPU");
        }
    }

    public static LoadOptions cpu(int threads) {
        return new LoadOptions(ComputeDevice.cpu(), ComputeType.FLOAT32, threads);
    }
}
