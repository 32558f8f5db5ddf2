package org.residency.llm.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;
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
        return new TensorToWrite(name, type, shape(tensor), () -> bytes(tensor, type));
    }

    private static List<Long> shape(NDArray tensor) {
        return Arrays.stream(tensor.getShape().getShape()).boxed().toList();
    }

    /** Writes pieces of memory in float32, each brought here by one copy while the one before it is written. */
    public void write(Path file, List<FlatTensors> pieces) {
        List<TensorToWrite> tensors = new ArrayList<>();
        try (NDManager host = kernels.newManager()) {
            for (FlatTensors piece : pieces) {
                CompletableFuture<ByteBuffer> copied = CompletableFuture.supplyAsync(() -> onHost(piece.whole(), host));
                int at = 0;
                for (Map.Entry<String, NDArray> entry : piece.named().entrySet()) {
                    int begin = at;
                    int length = Math.toIntExact(Float.BYTES * entry.getValue().size());
                    tensors.add(new TensorToWrite(
                            entry.getKey(),
                            ElementType.F32,
                            shape(entry.getValue()),
                            () -> copied.join().slice(begin, length)));
                    at += length;
                }
            }
            SafetensorsWriter.write(file, tensors);
        }
    }

    /** A tensor's elements in float32; they live as long as {@code owner}. */
    private ByteBuffer onHost(NDArray tensor, NDManager owner) {
        NDArray copy =
                kernels.call("floats_on_host", owner).tensor(tensor).run().head();
        return copy.toByteBuffer(true);
    }

    /** Gives the piece's tensors the values that a file has under their names, whose shapes must be theirs. */
    public void fill(SafetensorsReader file, FlatTensors piece) {
        List<String> names = List.copyOf(piece.named().keySet());
        boolean floats = names.stream().allMatch(name -> file.entry(name).type() == ElementType.F32);
        Optional<ByteBuffer> together = floats ? file.bytesOfAdjacent(names) : Optional.empty();
        try (NDManager step = kernels.newManager()) {
            if (together.isPresent()) {
                kernels.copy(
                        List.of(step.create(together.get(), piece.whole().getShape(), DataType.FLOAT32)),
                        List.of(piece.whole()));
                return;
            }
            piece.named()
                    .forEach((name, tensor) ->
                            kernels.copy(List.of(read(file, name, ComputeType.FLOAT32, step)), List.of(tensor)));
        }
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
