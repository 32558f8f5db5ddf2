package org.residency.llm.memory;

import java.util.OptionalLong;
import org.residency.llm.kernels.ComputeDevice;

/** How much memory work on a device can still have. */
@FunctionalInterface
public interface FreeMemory {
    /**
     * Bytes; empty where nobody can say, and then nothing is refused.
     *
     * @param held bytes that this process holds and will keep holding there, such as a loaded model's weights
     */
    OptionalLong bytes(ComputeDevice device, long held);

    /** What the operating system, its limits for this process, or the GPU's driver say. */
    static FreeMemory ofThisMachine() {
        return new MachineMemory();
    }
}
