package org.residency.cli.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code metrics.jsonl}: an object a step, and one where the loss was validated. */
final class MetricsFile {
    static final String NAME = "metrics.jsonl";

    private final JsonMapper json = new JsonMapper();
    private final Path file;

    /**
     * The file of a folder.
     *
     * @param unit what its lines count, {@code step} or {@code round}
     * @param done of those, up to which the file stays; what lies behind is written again
     */
    MetricsFile(Path folder, String unit, int done) {
        this.file = folder.resolve(NAME);
        try {
            List<String> kept = new ArrayList<>();
            if (done > 0 && Files.isRegularFile(file)) {
                for (String line : Files.readAllLines(file)) {
                    if (json.readTree(line).path(unit).asInt() <= done) {
                        kept.add(line);
                    }
                }
            }
            Files.write(file, kept);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void add(Map<String, Object> values) {
        try {
            Files.writeString(file, json.writeValueAsString(values) + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
