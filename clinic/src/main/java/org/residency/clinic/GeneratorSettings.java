package org.residency.clinic;

import java.util.Objects;

/**
 * What to generate.
 *
 * @param seed decides every note; the same settings give the same notes on every machine
 * @param count number of notes, at least 1; a longer run begins with the notes of a shorter one
 * @param split the templates to draw from; the patients of the two splits differ as well
 */
public record GeneratorSettings(long seed, int count, Split split) {
    public GeneratorSettings {
        if (count < 1) {
            throw new IllegalArgumentException("count: found " + count + ", expected at least 1 note");
        }
        Objects.requireNonNull(split, "split");
    }
}
