package org.residency.activities.ingest;

import java.util.Optional;

/** The reference of the approval under which notes may be used: a consent, or a review board's decision. */
public final class Approval {

    /** What stands in a reference's place where the requester went on without one; shown wherever people decide. */
    public static final String NOT_STATED = "none stated";

    private static final int MAX_CHARACTERS = 200;

    private Approval() {}

    /** What is wrong with a reference, naming the field, what was found and what to give; empty if nothing is. */
    public static Optional<String> fault(Optional<String> reference) {
        String found = reference == null ? "" : reference.map(String::strip).orElse("");
        String expected = "expected the reference of the approval under which the notes may be used, such as"
                + " 'IRB 2026-114' (./residency run --approval)";
        if (found.isEmpty()) {
            return Optional.of("consent: found none, " + expected);
        }
        if (found.length() > MAX_CHARACTERS || found.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("consent: found " + found.length() + " characters or more than one line, " + expected
                    + " of at most " + MAX_CHARACTERS + " characters on one line");
        }
        return Optional.empty();
    }
}
