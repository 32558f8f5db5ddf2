package org.residency.clinic;

import java.util.Locale;

/**
 * Which templates a note may be made from. Every condition occurs in both splits; what differs is the pair of decisive
 * findings a note shows and the prose around them, so a model cannot pass the held-out notes by recalling sentences.
 */
public enum Split {
    /** Four fifths of the decisive pairs of each condition, in twelve of the sixteen prose frames. */
    TRAINING("train"),
    /** The remaining pairs, in the remaining frames. */
    HELD_OUT("test");

    private final String column;

    Split(String column) {
        this.column = column;
    }

    /** What the column {@code split} of a file says: {@code train} or {@code test}. */
    public String column() {
        return column;
    }

    /** The name as written on a command line and in a file: {@code training} or {@code held-out}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
