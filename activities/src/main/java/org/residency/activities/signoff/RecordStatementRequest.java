package org.residency.activities.signoff;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.identity.SignedStatement;

/** A statement to verify and keep. */
public record RecordStatementRequest(RunId run, SignedStatement signed) {

    public RecordStatementRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(signed, "signed");
    }
}
