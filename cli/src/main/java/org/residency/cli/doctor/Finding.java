package org.residency.cli.doctor;

import java.util.Objects;

/**
 * What a look at this machine found.
 *
 * @param fix what to do about it; empty where nothing need be done
 */
public record Finding(String subject, Grade grade, String found, String fix) {

    /** How bad it is. */
    public enum Grade {
        /** As it should be. */
        GOOD,
        /** It works, but less well than it could. */
        FAIR,
        /** Residency does not run like this. */
        BAD
    }

    public Finding {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(grade, "grade");
        Objects.requireNonNull(found, "found");
        Objects.requireNonNull(fix, "fix");
    }

    static Finding good(String subject, String found) {
        return new Finding(subject, Grade.GOOD, found, "");
    }

    static Finding fair(String subject, String found, String fix) {
        return new Finding(subject, Grade.FAIR, found, fix);
    }

    static Finding bad(String subject, String found, String fix) {
        return new Finding(subject, Grade.BAD, found, fix);
    }
}
