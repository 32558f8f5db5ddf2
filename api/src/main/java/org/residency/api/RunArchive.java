package org.residency.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.residency.activities.RunId;
import org.residency.artifacts.ArtifactConflictException;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.artifacts.Sha256;
import org.residency.workflows.RetrainingRequest;

/**
 * What the api keeps of each run in the store: {@code runs/<run>/request.json} when it starts, {@code runs/<run>/ended.json}
 * when it has ended. So runs can be listed where the Temporal server cannot list, and shown when it has forgotten them.
 */
@Singleton
class RunArchive {
    private static final Logger LOG = Logger.getLogger(RunArchive.class);
    private static final Pattern REQUEST_KEY = Pattern.compile("runs/([^/]+)/request\\.json");

    private final ArtifactStore store;
    private final ObjectMapper json;
    private final ObjectReader lenient;

    RunArchive(ArtifactStore store, ObjectMapper json) {
        this.store = store;
        this.json = json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        // A newer version may have written more than this one knows.
        this.lenient = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /**
     * Keeps what was asked.
     *
     * @throws ArtifactConflictException if the run is there already and was asked for something else
     */
    void keep(RetrainingRequest request) {
        store.put(request.run().requestKey(), bytes(request));
    }

    Optional<RetrainingRequest> request(RunId run) {
        return read(run.requestKey(), RetrainingRequest.class);
    }

    /** The run as it was when it had ended; empty if it goes on, or nobody looked since. */
    Optional<RunView> ended(RunId run) {
        return read(endedKey(run), RunView.class);
    }

    /** Keeps a run's last view. A store that cannot be written is no reason not to show it. */
    void keepEnded(RunView view) {
        try {
            store.put(endedKey(view.run()), bytes(view));
        } catch (ArtifactConflictException e) {
            LOG.debugf("%s is kept already", view.run());
        } catch (ArtifactStoreException e) {
            LOG.warnf("the end of %s could not be kept: %s", view.run(), e.getMessage());
        }
    }

    /** Every run that was asked for here, newest first by its id. */
    List<RunId> runs() {
        return store.list("runs/").stream()
                .map(REQUEST_KEY::matcher)
                .filter(Matcher::matches)
                .map(key -> new RunId(key.group(1)))
                .sorted(Comparator.comparing(RunId::value).reversed())
                .toList();
    }

    /** The run that an idempotency key stands for: {@code fresh} the first time, the same one ever after. */
    RunId runFor(String idempotencyKey, RunId fresh) {
        String key = "requests/" + Sha256.of(idempotencyKey.getBytes(StandardCharsets.UTF_8)) + ".json";
        try {
            store.put(key, bytes(fresh));
            return fresh;
        } catch (ArtifactConflictException e) {
            return read(key, RunId.class).orElseThrow(() -> e);
        }
    }

    private <T> Optional<T> read(String key, Class<T> type) {
        Optional<ArtifactRef> ref = store.find(key);
        try {
            return ref.isEmpty() ? Optional.empty() : Optional.of(lenient.readValue(store.read(ref.get()), type));
        } catch (IOException e) {
            throw new UncheckedIOException(key + " in the store is not a " + type.getSimpleName(), e);
        }
    }

    private byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String endedKey(RunId run) {
        return "runs/" + run + "/ended.json";
    }
}
