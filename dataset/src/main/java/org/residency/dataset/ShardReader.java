package org.residency.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads shards as {@link ShardWriter} leaves them; a line that is not canonical, or whose id is not its own, is refused. */
public final class ShardReader {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ShardReader() {}

    /** All cases of a shard, in its order. */
    public static List<ClinicalCase> read(Path file) throws IOException {
        List<ClinicalCase> cases = new ArrayList<>();
        forEach(file, cases::add);
        return List.copyOf(cases);
    }

    /** Hands the cases of a shard on, one at a time. */
    public static void forEach(Path file, Consumer<ClinicalCase> consumer) throws IOException {
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                consumer.accept(parse(file, "line " + number, line));
            }
        } catch (CharacterCodingException e) {
            throw new InvalidDatasetException(
                    file, "line " + (number + 1) + " or after", "not UTF-8, expected a shard as residency writes it");
        }
    }

    /** A case of a line that was written here. */
    static ClinicalCase caseOf(String line) {
        try {
            return caseOf(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            // Without the cause: it may quote the case.
            throw new IllegalStateException("a line that was written as a case does not read as one");
        }
    }

    private static ClinicalCase parse(Path file, String position, String line) {
        ClinicalCase clinicalCase;
        try {
            clinicalCase = caseOf(JSON.readTree(line));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw damaged(file, position);
        }
        if (!CaseLine.of(clinicalCase).equals(line)) {
            throw damaged(file, position);
        }
        return clinicalCase;
    }

    private static InvalidDatasetException damaged(Path file, String position) {
        return new InvalidDatasetException(
                file,
                position,
                "not a case in canonical form with the id of its content; the shard was changed or damaged, make it again");
    }

    private static ClinicalCase caseOf(JsonNode node) {
        SortedMap<String, String> groups = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.path("groups").fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            groups.put(field.getKey(), field.getValue().asText());
        }
        List<String> cues = new ArrayList<>();
        node.path("cues").forEach(cue -> cues.add(cue.asText()));
        return new ClinicalCase(
                node.path("id").asText(),
                node.path("question").asText(),
                node.path("reasoning").asText(),
                node.path("answer").asText(),
                text(node, "reference"),
                text(node, "patient"),
                text(node, "split").flatMap(SplitName::named),
                groups,
                cues);
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.has(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }
}
