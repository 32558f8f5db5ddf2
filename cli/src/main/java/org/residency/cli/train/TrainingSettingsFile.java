package org.residency.cli.train;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.residency.cli.exit.CommandException;

/** Reads {@link TrainingSettings} from YAML (and so from JSON); a key that nobody knows is refused with the nearest known. */
public final class TrainingSettingsFile {
    private TrainingSettingsFile() {}

    public static TrainingSettings read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CommandException.badInput("--settings: found " + (Files.exists(file) ? "no file at " : "nothing at ")
                    + file + ", expected a YAML or JSON file");
        }
        try {
            TrainingSettings settings = new YAMLMapper().readValue(Files.readString(file), TrainingSettings.class);
            if (settings == null) {
                throw CommandException.badInput(
                        "--settings: " + file + " holds nothing, expected baseModel, data and output at least");
            }
            return settings;
        } catch (UnrecognizedPropertyException e) {
            throw refused(file, e, "there is no such setting; the nearest is '" + nearest(e) + "'");
        } catch (ValueInstantiationException e) {
            throw refused(file, e, Optional.ofNullable(e.getCause()).orElse(e).getMessage());
        } catch (JsonMappingException e) {
            throw refused(file, e, "a value of another kind than expected");
        } catch (JsonProcessingException e) {
            throw CommandException.badInput(
                    "--settings: " + file + place(e.getLocation()) + ": neither YAML nor JSON; put it right there", e);
        } catch (IOException e) {
            throw CommandException.badInput("--settings: " + file + " cannot be read", e);
        }
    }

    /** Of {@code sft}, {@code grpo} and {@code dpo} those that a file, which {@link #read} accepts, has a section for. */
    public static List<String> trainings(Path file) {
        try {
            JsonNode read = new YAMLMapper().readTree(Files.readString(file));
            return Stream.of("sft", "grpo", "dpo").filter(read::has).toList();
        } catch (IOException e) {
            throw CommandException.badInput("--settings: " + file + " cannot be read", e);
        }
    }

    /** The settings that a file, which {@link #read} accepts, gives in these sections, by their names with the section's. */
    static SortedMap<String, String> given(Path file, List<String> sections) throws IOException {
        JsonNode read = new YAMLMapper().readTree(Files.readString(file));
        SortedMap<String, String> given = new TreeMap<>();
        for (String section : sections) {
            read.path(section).fields().forEachRemaining(field -> {
                JsonNode value = field.getValue();
                given.put(section + "." + field.getKey(), value.isValueNode() ? value.asText() : value.toString());
            });
        }
        return given;
    }

    private static CommandException refused(Path file, JsonMappingException e, String reason) {
        String path = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."));
        return CommandException.badInput(
                "--settings: " + file + ": " + (path.isEmpty() ? "" : path + ": ") + reason, e);
    }

    private static String nearest(UnrecognizedPropertyException e) {
        String found = e.getPropertyName().toLowerCase(Locale.ROOT);
        return e.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .min(Comparator.comparingInt((String known) ->
                                LevenshteinDistance.getDefaultInstance().apply(found, known.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("none");
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr();
    }
}
