package org.residency.serving;

import java.util.Optional;
import org.residency.scoring.ReasonedAnswer;

/**
 * A finished answer.
 *
 * @param parsed reasoning and answer apart
 * @param ended whether the model ended it; false where the token limit did
 * @param model SHA-256 of the model that gave it
 * @param deployment the deployment it was given for; empty for a candidate's
 */
public record Answer(
        ReasonedAnswer parsed,
        boolean ended,
        int promptTokens,
        int completionTokens,
        String model,
        Optional<Integer> deployment) {

    /** Goes with every answer. */
    public static final String NOTICE = "This is the output of a language model, not a diagnosis: a clinician decides.";
}
