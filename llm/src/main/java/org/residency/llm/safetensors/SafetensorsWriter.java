package org.residency.llm.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.folder.WholeFile;

/** Writes a safetensors file, whole or not at all; equal tensors in equal order give equal bytes. */
public final class SafetensorsWriter {
    private static final JsonMapper MAPPER = new JsonMapper();

    private SafetensorsWriter() {}

    public static void write(Path file, List<TensorToWrite> tensors) {
        WholeFile.write(file, channel -> {
            byte[] header = header(tensors);
            ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
            WholeFile.writeFully(
                    channel, start.putLong(header.length).put(header).flip());
            for (TensorToWrite tensor : tensors) {
                ByteBuffer bytes = tensor.bytes().get();
                if (bytes.remaining() != tensor.byteCount()) {
                    throw new IllegalArgumentException("tensor %s has %d bytes, its shape %s needs %d"
                            .formatted(tensor.name(), bytes.remaining(), tensor.shape(), tensor.byteCount()));
                }
                WholeFile.writeFully(channel, bytes);
            }
        });
    }

    private static byte[] header(List<TensorToWrite> tensors) throws JsonProcessingException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", Map.of("format", "pt"));
        long at = 0;
        for (TensorToWrite tensor : tensors) {
            long end = at + tensor.byteCount();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.type().name());
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", List.of(at, end));
            if (header.put(tensor.name(), entry) != null) {
                throw new IllegalArgumentException("tensor " + tensor.name() + " is given twice");
            }
            at = end;
        }
        String text = MAPPER.writeValueAsString(header);
        // Spaces up to a multiple of 8 keep the numbers aligned, as the format's own writer does.
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return (text + " ".repeat(Math.floorMod(-length, 8))).getBytes(StandardCharsets.UTF_8);
    }
}
