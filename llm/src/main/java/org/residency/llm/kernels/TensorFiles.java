package org.residency.llm.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.TensorToWrite;

/** Tensors between safetensors bytes and the engine's memory. */
public final class TensorFiles {
    private final Kernels kernels;

    public TensorFiles(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Reads a tensor as {@code type}; it belongs to {@code owner}. */
    public NDArray read(SafetensorsReader file, String name, ComputeType type, NDManager owner) {
        ByteBuffer bytes = file.bytes(name);
        try (NDManager step = owner.newSubManager()) {
            NDArray raw = step.create(bytes, new Shape(bytes.remaining()), DataType.UINT8);
            NDArray tensor = kernels.call("from_bytes", step)
                    .tensor(raw)
                    .integers(torchCode(file.entry(name).type()), type.torchCode())
                    .integers(file.entry(name).shape().stream()
                            .mapToLong(Long::longValue)
                            .toArray())
                    .run()
                    .head();
            tensor.attach(owner);
            return tensor;
        }
    }

    /** A tensor ready to write, its bytes copied when the writer asks for them. */
    public TensorToWrite writable(String name, NDArray tensor, ElementType type) {
        List<Long> shape = Arrays.stream(tensor.getShape().getShape()).boxed().toList();
        return new TensorToWrite(name, type, shape, () -> bytes(tensor, type));
    }

    private ByteBuffer bytes(NDArray tensor, ElementType type) {
        try (NDManager step = kernels.newManager()) {
            NDArray raw = kernels.call("to_bytes", step)
                    .tensor(tensor)
                    .integers(torchCode(type))
                    .run()
                    .head();
            ByteBuffer copy = ByteBuffer.allocate(Math.toIntExact(raw.size()));
            copy.put(raw.toByteBuffer());
            return copy.flip();
        }
    }

    private static int torchCode(ElementType type) {
        return switch (type) {
            case F32 -> ComputeType.FLOAT32.torchCode();
            case F16 -> ComputeType.FLOAT16.torchCode();
            case BF16 -> ComputeType.BFLOAT16.torchCode();
        };
    }
}
