package org.residency.scoring.files;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Files of one JSON object a line, UTF-8, LF after each. The same values give the same bytes. */
public final class JsonLines {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private JsonLines() {}

    /** Writes one line a value; a file of that name is replaced. */
    public static void write(Path file, Iterable<?> values) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (Object value : values) {
                writer.write(JSON.writeValueAsString(value));
                writer.write('\n');
            }
        }
    }

    /**
     * All lines of a file.
     *
     * @throws InvalidLineException at the first line that is not a {@code type}
     */
    public static <T> List<T> read(Path file, Class<T> type) throws IOException {
        List<T> values = new ArrayList<>();
        forEach(file, type, values::add);
        return List.copyOf(values);
    }

    /** Hands the lines of a file on, one at a time; otherwise as {@link #read}. */
    public static <T> void forEach(Path file, Class<T> type, Consumer<T> consumer) throws IOException {
        long number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                consumer.accept(parse(file, number, line, type));
            }
        } catch (CharacterCodingException e) {
            throw new InvalidLineException(file, number + 1, "not UTF-8; write the file again");
        }
    }

    private static <T> T parse(Path file, long number, String line, Class<T> type) {
        String expected = ", expected a " + type.getSimpleName();
        T value;
        try {
            value = JSON.readValue(line, type);
        } catch (JsonMappingException e) {
            throw new InvalidLineException(file, number, problem(e) + expected);
        } catch (JsonParseException e) {
            throw new InvalidLineException(file, number, "broken JSON" + expected);
        } catch (JsonProcessingException e) {
            throw new InvalidLineException(file, number, "not readable" + expected);
        }
        if (value == null) {
            throw new InvalidLineException(file, number, "null" + expected);
        }
        return value;
    }

    // Jackson's own message would quote the line, which holds a model's words on a patient's case.
    private static String problem(JsonMappingException e) {
        if (e.getCause() instanceof JsonParseException) {
            return "broken JSON";
        }
        String field = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(name -> name != null)
                .collect(Collectors.joining("."));
        return field.isEmpty() ? "fields missing or of the wrong kind" : "field " + field + " is not what it must be";
    }
}
