package org.residency.workflows;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.residency.activities.Stage;
import org.residency.artifacts.Dataset;

/**
 * By what runs are found in Temporal's own UI and command line, for example {@code ResidencyWaitsFor = 'clinicians'}. They
 * are not encrypted: names of people and models, digests and words of ours, never anything from a note.
 */
public final class RunAttributes {

    public static final SearchAttributeKey<String> REQUESTER = key("Requester");
    public static final SearchAttributeKey<String> GATE_POLICY = key("GatePolicy");
    public static final SearchAttributeKey<String> BASE_MODEL = key("BaseModel");

    /** As {@link Stage#word()}. */
    public static final SearchAttributeKey<String> STAGE = key("Stage");

    /** SHA-256 of the de-identified dataset; {@link #NONE_YET} before there is one. */
    public static final SearchAttributeKey<String> DATASET = key("Dataset");

    /** The gate's; {@link #NONE_YET} before it. */
    public static final SearchAttributeKey<String> VERDICT = key("Verdict");

    /** {@code clinicians}, {@code operator} (the run is paused) or {@code nobody}. */
    public static final SearchAttributeKey<String> WAITS_FOR = key("WaitsFor");

    /** Since when it waits for them, or goes on. */
    public static final SearchAttributeKey<OffsetDateTime> SINCE =
            SearchAttributeKey.forOffsetDateTime("ResidencySince");

    static final String NONE_YET = "none yet";
    static final String NOBODY = "nobody";

    private static final List<SearchAttributeKey<?>> ALL =
            List.of(REQUESTER, GATE_POLICY, BASE_MODEL, STAGE, DATASET, VERDICT, WAITS_FOR, SINCE);

    private RunAttributes() {}

    /** All of them; a server must have each registered, with its type, before a run may carry any. */
    public static List<SearchAttributeKey<?>> all() {
        return ALL;
    }

    /**
     * A run's attributes at its start. All of them are set: a server that starts the run knows them all, so that the run
     * may change them, which on a server that does not would be tried for ever.
     */
    public static SearchAttributes atStart(RetrainingRequest request, Instant now) {
        return SearchAttributes.newBuilder()
                .set(REQUESTER, request.requester())
                .set(GATE_POLICY, request.settings().gate().name())
                .set(BASE_MODEL, lastName(request.baseModel().getPath()))
                .set(STAGE, Stage.INGEST.word())
                .set(DATASET, NONE_YET)
                .set(VERDICT, NONE_YET)
                .set(WAITS_FOR, NOBODY)
                .set(SINCE, now.atOffset(ZoneOffset.UTC))
                .build();
    }

    /** What stands beside a run in Temporal's UI and need not be searched for. */
    public static Map<String, Object> memo(RetrainingRequest request) {
        return Map.of(
                "source", request.source().toString(),
                "baseModel", request.baseModel().toString());
    }

    static String dataset(Optional<Dataset> dataset) {
        return dataset.map(found -> found.ref().sha256()).orElse(NONE_YET);
    }

    private static String lastName(String path) {
        String trimmed = Optional.ofNullable(path).orElse("").replaceAll("/+$", "");
        String name = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        return name.isEmpty() ? "unnamed" : name;
    }

    private static SearchAttributeKey<String> key(String name) {
        return SearchAttributeKey.forKeyword("Residency" + name);
    }
}
