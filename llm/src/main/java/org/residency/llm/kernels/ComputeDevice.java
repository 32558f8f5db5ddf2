package org.residency.llm.kernels;

import ai.djl.Device;

/** Where a model's arithmetic runs. */
public sealed interface ComputeDevice {
    Device asDjlDevice();

    static ComputeDevice cpu() {
        return new Cpu();
    }

    static ComputeDevice gpu(int index) {
        return new Gpu(index);
    }

    /** The host's processor. */
    record Cpu() implements ComputeDevice {
        @Override
        public Device asDjlDevice() {
            return Device.cpu();
        }
    }

    /** A CUDA device by its index, counted from 0. */
    record Gpu(int index) implements ComputeDevice {
        public Gpu {
            if (index < 0) {
                throw new IllegalArgumentException("index is " + index + ", must be 0 or more");
            }
        }

        @Override
        public Device asDjlDevice() {
            return Device.gpu(index);
        }
    }
}
