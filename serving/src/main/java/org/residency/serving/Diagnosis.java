package org.residency.serving;

import java.util.Optional;

/**
 * An answer to a case.
 *
 * @param reasoning what leads to the diagnosis
 * @param wellFormed whether reasoning was closed and one answer given; if not, the diagnosis may be missing
 * @param model SHA-256 of the model that answered
 * @param deployment the deployment it answered for; empty for a candidate
 */
public record Diagnosis(
        String reasoning,
        String diagnosis,
        boolean wellFormed,
        String model,
        Optional<Integer> deployment,
        String requestId,
        String notice) {

    /** The answer, apart. */
    public static Diagnosis of(Answer answer, String requestId) {
        return new Diagnosis(
                answer.parsed().reasoning(),
                answer.parsed().answer(),
                answer.parsed().isWellFormed(),
                answer.model(),
                answer.deployment(),
                requestId,
                Answer.NOTICE);
    }

    /** The text is left out: it is about a patient. */
    @Override
    public String toString() {
        return "Diagnosis[" + requestId + "]";
    }
}
