package org.residency.llm.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/** A tensor's address, which the engine tells nobody: its native layer's direct buffer has it. */
final class TensorAddress {
    private static final String NATIVE_LAYER = "ai.djl.pytorch.jni.PyTorchLibrary";

    long of(NDArray tensor) {
        try {
            Class<?> type = Class.forName(NATIVE_LAYER);
            Field library = type.getDeclaredField("LIB");
            library.setAccessible(true);
            Method buffer = type.getDeclaredMethod("torchDirectByteBuffer", long.class);
            buffer.setAccessible(true);
            ByteBuffer elements = (ByteBuffer) buffer.invoke(library.get(null), ((PtNDArray) tensor).getHandle());
            return Pointer.nativeValue(Native.getDirectBufferPointer(elements));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of the engine has no " + NATIVE_LAYER + " as we know it", e);
        }
    }
}
