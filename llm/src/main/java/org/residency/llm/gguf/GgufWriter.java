package org.residency.llm.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.residency.llm.folder.WholeFile;

/**
 * Writes a GGUF file, version 3, whole or not at all: magic, counts, metadata, each tensor's name, extents, format and place,
 * then the tensors at multiples of 32 bytes. A few million values are in memory at a time, whatever the tensor's size.
 */
final class GgufWriter {
    private static final int MAGIC = 0x46554747;
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;
    private static final int VALUES_AT_A_TIME = 1 << 22;

    private GgufWriter() {}

    static void write(Path file, GgufMetadata metadata, List<GgufTensor> tensors, Consumer<GgufTensor> done) {
        WholeFile.write(file, channel -> {
            WholeFile.writeFully(channel, header(metadata, tensors));
            pad(channel);
            for (GgufTensor tensor : tensors) {
                write(channel, tensor);
                pad(channel);
                done.accept(tensor);
            }
        });
    }

    private static ByteBuffer header(GgufMetadata metadata, List<GgufTensor> tensors) {
        byte[] pairs = metadata.toBytes();
        int size = 24 + pairs.length;
        for (GgufTensor tensor : tensors) {
            size += 8 + tensor.name().length() + 4 + 8 * tensor.shape().size() + 4 + 8;
        }
        ByteBuffer header = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putInt(VERSION).putLong(tensors.size()).putLong(metadata.count());
        header.put(pairs);
        long place = 0;
        for (GgufTensor tensor : tensors) {
            byte[] name = tensor.name().getBytes(StandardCharsets.US_ASCII);
            header.putLong(name.length).put(name);
            header.putInt(tensor.shape().size());
            for (int i = tensor.shape().size() - 1; i >= 0; i--) {
                header.putLong(tensor.shape().get(i));
            }
            header.putInt(tensor.format().code()).putLong(place);
            place += aligned(tensor.byteCount());
        }
        return header.flip();
    }

    private static void write(FileChannel channel, GgufTensor tensor) throws IOException {
        int columns = tensor.columns();
        int rowBytes = Math.toIntExact(tensor.format().bytes(columns));
        int most = Math.max(1, VALUES_AT_A_TIME / columns);
        float[] values = new float[Math.min(most, tensor.rowCount()) * columns];
        ByteBuffer packed = ByteBuffer.allocate(values.length / columns * rowBytes);
        for (int first = 0; first < tensor.rowCount(); first += most) {
            int count = Math.min(most, tensor.rowCount() - first);
            tensor.rows().read(first, count, values);
            packed.clear().limit(count * rowBytes);
            IntStream.range(0, count).parallel().forEach(row -> {
                ByteBuffer own = packed.slice(row * rowBytes, rowBytes).order(ByteOrder.LITTLE_ENDIAN);
                tensor.format().pack(values, row * columns, columns, own);
            });
            WholeFile.writeFully(channel, packed);
        }
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static void pad(FileChannel channel) throws IOException {
        long at = channel.position();
        WholeFile.writeFully(channel, ByteBuffer.allocate((int) (aligned(at) - at)));
    }
}
