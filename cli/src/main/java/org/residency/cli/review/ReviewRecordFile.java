package org.residency.cli.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.cli.exit.CommandException;
import org.residency.identity.ReviewDecision;
import org.residency.identity.ReviewStatement;
import org.residency.identity.SignedReview;

/** A signed review as JSON: counts, digests, who and when; no text of any note. */
public final class ReviewRecordFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public ReviewRecordFile(Path file) {
        this.file = file;
    }

    public void write(SignedReview signed) throws IOException {
        ReviewStatement review = signed.statement();
        ObjectNode all = JSON.createObjectNode()
                .put("inputSha256", review.inputSha256())
                .put("outputSha256", review.outputSha256())
                .put("policySha256", review.policySha256())
                .put("mode", review.mode())
                .put("noteCount", review.noteCount())
                .put("findingCount", review.findingCount());
        ObjectNode replaced = all.putObject("replacedByClass");
        review.replacedByClass().forEach(replaced::put);
        all.put("seed", review.seed());
        review.shownNotes().forEach(all.putArray("shownNotes")::add);
        all.put("decision", review.decision().name())
                .put("reviewer", review.reviewer())
                .put("signedAt", review.signedAt().toString())
                .put("keyFingerprint", signed.keyFingerprint())
                .put("signature", signed.signature());
        Files.writeString(file, all.toPrettyString() + "\n");
    }

    public SignedReview read() throws IOException {
        try {
            JsonNode all = JSON.readTree(Files.readString(file));
            SortedMap<String, Long> replaced = new TreeMap<>();
            all.path("replacedByClass")
                    .fields()
                    .forEachRemaining(entry ->
                            replaced.put(entry.getKey(), entry.getValue().asLong()));
            List<String> shown = new ArrayList<>();
            all.path("shownNotes").forEach(digest -> shown.add(digest.asText()));
            ReviewStatement review = new ReviewStatement(
                    text(all, "inputSha256"),
                    text(all, "outputSha256"),
                    text(all, "policySha256"),
                    text(all, "mode"),
                    all.path("noteCount").asLong(),
                    all.path("findingCount").asLong(),
                    replaced,
                    all.path("seed").asLong(),
                    shown,
                    ReviewDecision.valueOf(text(all, "decision")),
                    text(all, "reviewer"),
                    Instant.parse(text(all, "signedAt")));
            return new SignedReview(review, text(all, "keyFingerprint"), text(all, "signature"));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw CommandException.badInput(
                    file + ": not a review's record (" + e.getClass().getSimpleName()
                            + "); give the file that deidentify --review wrote",
                    e);
        }
    }

    private static String text(JsonNode all, String field) {
        return all.path(field).asText();
    }
}
