package org.residency.dataset;

/**
 * Which rows are kept. An answer is never cut: a case that is too long goes as a whole.
 *
 * @param reasoning whether a case without reasoning is of use
 * @param maxCharacters the longest question, reasoning and answer together, in Unicode code points
 * @param maxCasesPerPatient of a patient with more, the others are dropped, so that nobody is learned by heart
 * @param maxHeldOutOverlap share of a held-out question's runs of eight words from which a training case is said to hold it
 * @param contamination what becomes of such a training case
 */
public record CleaningPolicy(
        Reasoning reasoning,
        int maxCharacters,
        int maxCasesPerPatient,
        double maxHeldOutOverlap,
        Contamination contamination) {
    /** Whether a case without reasoning is of use. */
    public enum Reasoning {
        /** A row without reasoning is dropped. */
        REQUIRED,
        /** It is dropped if the file has a column of reasoning; a file without one is taken as it is. */
        REQUIRED_WHERE_MAPPED,
        /** A row without reasoning is kept. */
        OPTIONAL
    }

    /** What becomes of a training case that holds a question on which the model is measured. */
    public enum Contamination {
        /** It is dropped and counted. */
        DROP,
        /** The file is refused. */
        REFUSE
    }

    public CleaningPolicy {
        if (maxCharacters < 1) {
            throw new IllegalArgumentException("maxCharacters is " + maxCharacters + ", expected at least 1");
        }
        if (maxCasesPerPatient < 1) {
            throw new IllegalArgumentException("maxCasesPerPatient is " + maxCasesPerPatient + ", expected at least 1");
        }
        if (!(maxHeldOutOverlap > 0 && maxHeldOutOverlap <= 1)) {
            throw new IllegalArgumentException(
                    "maxHeldOutOverlap is " + maxHeldOutOverlap + ", expected above 0 and up to 1");
        }
    }

    /**
     * Reasoning is required where the file has such a column; up to 20,000 characters; as many cases a patient as there are;
     * training cases with seven tenths of a held-out question go (PaLM, Chowdhery et al. 2022, section 8).
     */
    public static CleaningPolicy standard() {
        return new CleaningPolicy(Reasoning.REQUIRED_WHERE_MAPPED, 20_000, Integer.MAX_VALUE, 0.7, Contamination.DROP);
    }

    /** The same with another longest case. */
    public CleaningPolicy withMaxCharacters(int characters) {
        return new CleaningPolicy(reasoning, characters, maxCasesPerPatient, maxHeldOutOverlap, contamination);
    }
}
