package org.residency.api.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.artifacts.WithdrawalRegister;

/** Reads what a run left in the store; what cannot be read is missing from the page, which says so. */
@Singleton
public class StoredEvidence {
    private final ArtifactStore store;
    private final ObjectReader json;
    private final WithdrawalRegister withdrawals;

    public StoredEvidence(ArtifactStore store, ObjectMapper json) {
        this.store = store;
        this.withdrawals = new WithdrawalRegister(store);
        // A newer version may have written more than this one knows.
        this.json = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** Who may be learned from no longer. */
    WithdrawalRegister withdrawals() {
        return withdrawals;
    }

    /** The record at {@code ref}; empty if it is gone, damaged or something else. */
    public <T> Optional<T> read(ArtifactRef ref, Class<T> type) {
        try {
            return Optional.ofNullable(json.readValue(store.read(ref), type));
        } catch (IOException | ArtifactStoreException e) {
            return Optional.empty();
        }
    }

    /** The lines of a JSONL file; empty if it is gone, damaged or something else. */
    public List<JsonNode> lines(ArtifactRef ref) {
        try {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : new String(store.read(ref), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank()) {
                    lines.add(json.readTree(line));
                }
            }
            return lines;
        } catch (IOException | ArtifactStoreException e) {
            return List.of();
        }
    }
}
