package org.residency.dataset;

/**
 * Which rows are kept.
 *
 * @param reasoning whether a case without reasoning is of use
 * @param maxCharacters the longest question, reasoning and answer together, in Unicode code points
 */
public record CleaningPolicy(Reasoning reasoning, int maxCharacters) {
    /** Whether a case without reasoning is of use. */
    public enum Reasoning {
        /** A row without reasoning is dropped. */
        REQUIRED,
        /** It is dropped if the file has a column of reasoning; a file without one is taken as it is. */
        REQUIRED_WHERE_MAPPED,
        /** A row without reasoning is kept. */
        OPTIONAL
    }

    public CleaningPolicy {
        if (maxCharacters < 1) {
            throw new IllegalArgumentException("maxCharacters is " + maxCharacters + ", expected at least 1");
        }
    }

    /** Reasoning is required where the file has such a column; up to 20,000 characters. */
    public static CleaningPolicy standard() {
        return new CleaningPolicy(Reasoning.REQUIRED_WHERE_MAPPED, 20_000);
    }
}
