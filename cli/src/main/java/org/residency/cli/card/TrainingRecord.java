package org.residency.cli.card;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an adapter was made from, as {@code training.json} beside it keeps it: digests, counts and settings, no text of any
 * case.
 *
 * @param kind {@code sft}, {@code grpo} or {@code dpo}
 * @param baseModel the model folder's own name
 * @param dataSha256 of the file of cases or pairs
 * @param examples learned from
 * @param settings those that the settings file gave, by their name
 * @param result in a few words
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrainingRecord(
        String kind,
        String baseModel,
        String dataSha256,
        int examples,
        SortedMap<String, String> settings,
        int done,
        String unit,
        String result) {
    private static final String NAME = "training.json";

    public TrainingRecord {
        settings = new TreeMap<>(settings);
    }

    @Override
    public SortedMap<String, String> settings() {
        return new TreeMap<>(settings);
    }

    public void write(Path adapter) throws IOException {
        Files.writeString(
                adapter.resolve(NAME),
                new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    /** Of an adapter's folder; empty where nothing is known. */
    static Optional<TrainingRecord> read(Path adapter) throws IOException {
        Path file = adapter.resolve(NAME);
        return Files.isRegularFile(file)
                ? Optional.of(new JsonMapper().readValue(Files.readString(file), TrainingRecord.class))
                : Optional.empty();
    }
}
