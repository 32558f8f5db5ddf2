package org.residency.llm.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.testing.Reference;

class SafetensorsReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatTheWriterWrote() {
        Path file = folder.resolve("a.safetensors");
        SafetensorsWriter.write(file, List.of(tensor("x", 1, 2, 3), tensor("y", 4)));
        SafetensorsReader reader = SafetensorsReader.open(file);
        assertThat(reader.names()).containsExactly("x", "y");
        assertThat(Reference.floats(reader, "x")).containsExactly(1, 2, 3);
        assertThat(Reference.floats(reader, "y")).containsExactly(4);
        assertThat(folder.resolve("a.safetensors.partial")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 30, 400, 5000})
    void refusesATruncatedFile(int length) throws Exception {
        byte[] whole = Files.readAllBytes(Reference.file("adapter").resolve("adapter_model.safetensors"));
        Path file = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> SafetensorsReader.open(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("cut.safetensors");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000})
    void refusesAHeaderLengthThatLies(long length) throws Exception {
        byte[] whole = Files.readAllBytes(Reference.file("adapter").resolve("adapter_model.safetensors"));
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        Path file = Files.write(folder.resolve("lie.safetensors"), whole);
        assertThatThrownBy(() -> SafetensorsReader.open(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("a header length of " + Long.toUnsignedString(length));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | as many bytes as the shape needs",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,8]}} | whole numbers from 0",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}} | fewer elements",
                "{\"x\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}} | one of [F32, F16, BF16]",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0.5,8]}} | two data_offsets",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[8,8]}} | a JSON object",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}} | two data_offsets",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | no overlap",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | no gap",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 bytes, as its header says",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | truncated",
                "{\"x\":7} | two data_offsets",
                "[1, 2] | a JSON object",
                "{\"x\" | a JSON object",
            })
    void refusesAHeaderThatLies(String header, String message) throws Exception {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        Path file = Files.write(folder.resolve("lie.safetensors"), bytes.array());
        assertThatThrownBy(() -> SafetensorsReader.open(file)).isInstanceOf(ModelFormatException.class);
        if (!header.contains("\"x\":7") && !header.contains("I64")) {
            assertThatThrownBy(() -> SafetensorsReader.open(file)).hasMessageContaining(message);
        }
    }

    @Test
    void readsShardsThroughTheirIndex() throws Exception {
        SafetensorsWriter.write(folder.resolve("model-1.safetensors"), List.of(tensor("x", 1)));
        SafetensorsWriter.write(folder.resolve("model-2.safetensors"), List.of(tensor("y", 2)));
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"weight_map\":{\"x\":\"model-1.safetensors\",\"y\":\"model-2.safetensors\"}}");
        SafetensorsReader reader = SafetensorsReader.open(new ModelFolder(folder));
        assertThat(Reference.floats(reader, "y")).containsExactly(2);

        Files.writeString(
                index,
                "{\"weight_map\":{\"x\":\"model-1.safetensors\",\"y\":\"model-2.safetensors\",\"z\":\"model-2.safetensors\"}}");
        assertThatThrownBy(() -> SafetensorsReader.open(new ModelFolder(folder)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("the first z");

        Files.writeString(index, "{\"weight_map\":{\"x\":\"model-1.safetensors\",\"z\":\"model-2.safetensors\"}}");
        assertThatThrownBy(() -> SafetensorsReader.open(new ModelFolder(folder)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("found tensor y; expected only tensors that the index puts into this file");

        Files.writeString(index, "{\"weight_map\":{\"x\":\"../model-1.safetensors\"}}");
        assertThatThrownBy(() -> SafetensorsReader.open(new ModelFolder(folder)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("within the model's folder");
    }

    private static TensorToWrite tensor(String name, float... values) {
        return new TensorToWrite(name, ElementType.F32, List.of((long) values.length), () -> {
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return bytes;
        });
    }
}
