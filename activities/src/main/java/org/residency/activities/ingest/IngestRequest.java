package org.residency.activities.ingest;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.residency.activities.RunId;

/**
 * @param source {@code file:} or {@code s3:} location of a JSON, JSONL, CSV or Parquet file
 * @param columns our field ({@code question}, {@code reasoning}, {@code answer}, {@code reference}, {@code patient},
 *     {@code split}) to the source's column; fields left out are found by their usual names
 * @param consent reference of the approval under which the data may be used
 */
public record IngestRequest(
        RunId run, URI source, Map<String, String> columns, Optional<String> consent, IngestSettings settings) {

    public IngestRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(source, "source");
        columns = Map.copyOf(columns);
        Objects.requireNonNull(settings, "settings");
    }
}
