package org.residency.llm.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A kernel that can be launched. */
public final class CudaKernel {
    private static final int ARGUMENT = 8;
    private static final int CONFIG = 56;
    private static final int ATTRIBUTE = 72;
    private static final int PROGRAMMATIC_STREAM_SERIALIZATION = 6;

    private final NativeCalls driver;
    private final Pointer function;

    CudaKernel(NativeCalls driver, Pointer function) {
        this.driver = driver;
        this.function = function;
    }

    /** Blocks of a launch along three axes. */
    public record Grid(int x, int y, int z) {}

    /**
     * Launches it. It may begin while the kernel before it ends ("programmatic stream serialization"), and must wait itself for
     * what that one writes.
     *
     * @param threads of a block
     * @param arguments {@code Integer}, {@code Float}, {@code Double}, and {@code Long} for whole numbers of 64 bits and
     *     addresses
     */
    public void launch(CudaStream stream, Grid grid, int threads, Object... arguments) {
        Memory values = new Memory((long) ARGUMENT * Math.max(1, arguments.length));
        Memory pointers = new Memory((long) ARGUMENT * Math.max(1, arguments.length));
        for (int i = 0; i < arguments.length; i++) {
            put(values, (long) ARGUMENT * i, arguments[i]);
            pointers.setPointer((long) ARGUMENT * i, values.share((long) ARGUMENT * i));
        }
        Memory attribute = new Memory(ATTRIBUTE);
        attribute.clear();
        attribute.setInt(0, PROGRAMMATIC_STREAM_SERIALIZATION);
        attribute.setInt(8, 1);
        Memory config = new Memory(CONFIG);
        config.clear();
        int[] sizes = {grid.x(), grid.y(), grid.z(), threads, 1, 1};
        config.write(0, sizes, 0, sizes.length);
        config.setPointer(32, stream.handle());
        config.setPointer(40, attribute);
        config.setInt(48, 1);
        driver.call("cuLaunchKernelEx", config, function, pointers, Pointer.NULL);
    }

    private static void put(Memory memory, long offset, Object argument) {
        if (argument instanceof Integer number) {
            memory.setInt(offset, number);
        } else if (argument instanceof Float number) {
            memory.setFloat(offset, number);
        } else if (argument instanceof Double number) {
            memory.setDouble(offset, number);
        } else if (argument instanceof Long number) {
            memory.setLong(offset, number);
        } else {
            throw new IllegalArgumentException("argument is " + argument + ", must be Integer, Float, Double or Long");
        }
    }
}
