package org.residency.llm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.tokenizer.TokenIds;

/** The fixtures that {@code reference/make_fixtures.py} made with Transformers, PEFT and TRL. */
public final class Reference {
    private static final Path FOLDER = Path.of("src/test/resources/reference");

    private final JsonNode expected = JsonFile.read(FOLDER.resolve("expected.json"));

    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    public static LanguageModel tinyModel() {
        return LanguageModel.load(file("tiny"), LoadOptions.cpu(1));
    }

    public JsonNode get(String name) {
        return expected.get(name);
    }

    public List<TokenIds> prompts() {
        return tokens(expected.get("prompts"));
    }

    public List<TokenIds> targets() {
        return tokens(expected.get("targets"));
    }

    public static List<TokenIds> tokens(JsonNode lists) {
        List<TokenIds> all = new ArrayList<>();
        lists.forEach(list -> all.add(TokenIds.of(numbers(list))));
        return all;
    }

    public static List<Integer> numbers(JsonNode list) {
        List<Integer> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    public static float[] floats(JsonNode list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) list.get(i).asDouble();
        }
        return values;
    }

    public static float[] floats(SafetensorsReader reader, String name) {
        ByteBuffer bytes = reader.bytes(name);
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    public static void assertClose(NDArray actual, float[] expected, double tolerance) {
        assertClose(actual.toFloatArray(), expected, tolerance);
    }

    public static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
        }
        assertThat(largest).as("largest difference").isLessThanOrEqualTo(tolerance);
    }
}
