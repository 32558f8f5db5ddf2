package org.residency.workflows;

import io.temporal.common.Priority;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.residency.activities.RunId;

/**
 * What a run is asked to do: all of it, for the history is the run's memory.
 *
 * @param requester name of the registered person who asks; may not sign
 * @param source location of the notes, {@code file:} or {@code s3:}
 * @param columns our field to the source's column; see {@link org.residency.activities.ingest.IngestRequest}
 * @param baseModel location of a folder in Hugging Face layout
 * @param consent reference of the approval under which the notes may be used
 * @param priority which run goes first where workers are scarce; normal unless told
 * @param department for whom; departments take turns. Lower-case letters, digits and dashes
 * @param reuse what may be taken from earlier runs; where it is the same, unless told
 */
public record RetrainingRequest(
        RunId run,
        String requester,
        URI source,
        Map<String, String> columns,
        URI baseModel,
        Optional<String> consent,
        RunSettings settings,
        Reuse reuse,
        RunPriority priority,
        Optional<String> department) {

    private static final Pattern DEPARTMENT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public RetrainingRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(requester, "requester");
        Objects.requireNonNull(source, "source");
        columns = columns == null ? Map.of() : Map.copyOf(columns);
        Objects.requireNonNull(baseModel, "baseModel");
        consent = consent == null ? Optional.empty() : consent;
        settings = settings == null ? RunSettings.defaults() : settings;
        reuse = reuse == null ? Reuse.whereItIsTheSame() : reuse;
        priority = priority == null ? RunPriority.NORMAL : priority;
        department = department == null ? Optional.empty() : department;
        department.filter(name -> !DEPARTMENT.matcher(name).matches()).ifPresent(name -> {
            throw new IllegalArgumentException("department: found '" + name
                    + "', expected 1 to 63 lower-case letters, digits and dashes, a letter or digit first");
        });
    }

    /** When its activities come to their turn. */
    public Priority turn() {
        return priority.turn(department);
    }

    /** The same, asked of another run. */
    RetrainingRequest as(RunId other) {
        return new RetrainingRequest(
                other, requester, source, columns, baseModel, consent, settings, reuse, priority, department);
    }
}
