package org.residency.dataset;

import java.util.Locale;

/** Why a row did not become a case. A row is counted under the first reason that holds, in this order. */
public enum DropReason {
    /** Its patient withdrew: nothing of theirs is looked at. */
    WITHDRAWN_PATIENT,
    /** Nothing is asked. */
    EMPTY_QUESTION,
    /** Nothing is answered. */
    EMPTY_ANSWER,
    /** The policy wants reasoning, and there is none. */
    EMPTY_REASONING,
    /** The answer or the reasoning is a model's refusal ("As an AI, I cannot..."). */
    REFUSAL,
    /** Question, reasoning and answer together are longer than the policy allows. */
    TOO_LONG,
    /** Another row has the same question, reasoning and answer. */
    EXACT_DUPLICATE,
    /** Its patient has as many other cases as the policy allows. */
    OVER_PATIENT_CAP,
    /** The source puts it in another part than a case of the same patient, or nearly the same case, that is held out. */
    LEAKS_INTO_HELD_OUT,
    /** It is to be trained on and holds most of a question that is held out. */
    HOLDS_HELD_OUT_QUESTION;

    /** The reason as people read it, such as {@code exact duplicate}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
