package org.residency.activities.provenance;

import java.util.Objects;
import org.residency.activities.RunId;

/**
 * @param of the run whose result of this work is to be taken
 */
public record TakeResultRequest(RunId of, StageWork work) {

    public TakeResultRequest {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(work, "work");
    }
}
