package org.residency.llm.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.folder.ModelFormatException;

/**
 * A safetensors header, believed in nothing: its length, the tensors' types, shapes, offsets, gaps and overlaps are held
 * against each other and against the file's size.
 */
record SafetensorsHeader(Map<String, TensorEntry> entries, long dataStart) {
    private static final long MOST_HEADER_BYTES = 100_000_000;
    private static final String REMEDY = "download or copy the file again";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static SafetensorsHeader read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(file, "no such file", "a safetensors file", REMEDY);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < 8) {
                throw new ModelFormatException(file, size + " bytes", "8 bytes of header length and a header", REMEDY);
            }
            long length = fill(channel, 8).getLong();
            if (length < 2 || length > MOST_HEADER_BYTES || length > size - 8) {
                throw new ModelFormatException(
                        file,
                        "a header length of " + Long.toUnsignedString(length) + " in a file of " + size + " bytes",
                        "a length of 2 to " + Math.min(MOST_HEADER_BYTES, size - 8),
                        REMEDY);
            }
            byte[] text = fill(channel, (int) length).array();
            Map<String, TensorEntry> entries = entries(file, json(file, text));
            requireWhole(file, entries, size - 8 - length);
            return new SafetensorsHeader(entries, 8 + length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static ByteBuffer fill(FileChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("file ended within its header");
            }
        }
        return buffer.flip();
    }

    private static JsonNode json(Path file, byte[] text) throws IOException {
        try {
            JsonNode header = MAPPER.readTree(text);
            if (header.isObject()) {
                return header;
            }
            throw new ModelFormatException(file, "a header that is no JSON object", "a JSON object", REMEDY);
        } catch (JsonProcessingException | CharConversionException e) {
            throw new ModelFormatException(file, "a header that is not JSON", "a JSON object", REMEDY, e);
        }
    }

    private static Map<String, TensorEntry> entries(Path file, JsonNode header) {
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        header.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("__metadata__")) {
                entries.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
            }
        });
        return entries;
    }

    private static TensorEntry entry(Path file, String name, JsonNode node) {
        String typeName = node.path("dtype").asText("none");
        ElementType type = Arrays.stream(ElementType.values())
                .filter(known -> known.name().equals(typeName))
                .findFirst()
                .orElseThrow(() -> new ModelFormatException(
                        file,
                        "tensor " + name + " of type " + typeName,
                        "one of " + Arrays.toString(ElementType.values()),
                        "use weights in one of these types"));
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        for (JsonNode extent : node.path("shape")) {
            if (!isWhole(extent) || extent.asLong() < 0) {
                throw broken(file, name, "shape " + node.path("shape"), "whole numbers from 0");
            }
            shape.add(extent.asLong());
            try {
                elements = Math.multiplyExact(elements, extent.asLong());
            } catch (ArithmeticException e) {
                throw broken(file, name, "shape " + node.path("shape"), "fewer elements than 2^63");
            }
        }
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("shape").isArray()
                || offsets.size() != 2
                || !isWhole(offsets.path(0))
                || !isWhole(offsets.path(1))) {
            throw broken(file, name, "an incomplete entry", "dtype, shape and two data_offsets");
        }
        long begin = offsets.get(0).asLong();
        long end = offsets.get(1).asLong();
        if (begin < 0 || end < begin || elements > (Long.MAX_VALUE / 8) || end - begin != elements * type.byteCount()) {
            throw broken(
                    file,
                    name,
                    "offsets %d to %d for shape %s of %s".formatted(begin, end, shape, type),
                    "as many bytes as the shape needs");
        }
        return new TensorEntry(file, name, type, shape, begin, end);
    }

    private static boolean isWhole(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    private static void requireWhole(Path file, Map<String, TensorEntry> entries, long dataBytes) {
        List<TensorEntry> ordered = entries.values().stream()
                .sorted(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
                .toList();
        long at = 0;
        for (TensorEntry entry : ordered) {
            if (entry.begin() != at) {
                throw broken(
                        file,
                        entry.name(),
                        "data that begins at " + entry.begin(),
                        "no gap and no overlap: a beginning at " + at);
            }
            at = entry.end();
        }
        if (at != dataBytes) {
            throw new ModelFormatException(
                    file,
                    dataBytes + " bytes of data",
                    at + " bytes, as its header says" + (at > dataBytes ? " (the file is truncated)" : ""),
                    REMEDY);
        }
    }

    private static ModelFormatException broken(Path file, String name, String found, String expected) {
        return new ModelFormatException(file, "tensor " + name + " with " + found, expected, REMEDY);
    }
}
