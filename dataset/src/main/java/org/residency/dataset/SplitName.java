package org.residency.dataset;

import java.util.Locale;
import java.util.Optional;

/** The three parts of a dataset, in the order in which they are listed and written. */
public enum SplitName {
    /** What the model learns from. */
    TRAIN,
    /** What is looked at while it learns, to stop in time. */
    VALIDATION,
    /** What is looked at once, at the end. */
    TEST;

    /** The name in file names and reports: {@code train}, {@code validation} or {@code test}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its place in the order, for arrays of many. */
    byte place() {
        return switch (this) {
            case TRAIN -> 0;
            case VALIDATION -> 1;
            case TEST -> 2;
        };
    }

    /** The part with that place. */
    static SplitName at(int place) {
        return switch (place) {
            case 0 -> TRAIN;
            case 1 -> VALIDATION;
            case 2 -> TEST;
            default -> throw new IllegalArgumentException("place is " + place + ", expected 0 to 2");
        };
    }

    /** Reads a value of a dataset's own split column; the usual names of the three parts are known. */
    static Optional<SplitName> named(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "train", "training" -> Optional.of(TRAIN);
            case "validation", "valid", "val", "dev" -> Optional.of(VALIDATION);
            case "test", "testing", "held-out", "heldout", "held_out", "eval" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }
}
