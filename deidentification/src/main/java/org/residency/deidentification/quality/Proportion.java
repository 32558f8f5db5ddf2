package org.residency.deidentification.quality;

/**
 * So many of so many, with Wilson's 95 % interval (E. B. Wilson, 1927).
 *
 * @param hits at most {@code of}
 * @param of how many there were
 */
public record Proportion(long hits, long of) {
    private static final double Z = 1.959964;

    public Proportion {
        if (hits < 0 || hits > of) {
            throw new IllegalArgumentException(hits + " of " + of + ", expected no more hits than there were tries");
        }
    }

    /** Between 0 and 1; 1 when there were none. */
    public double value() {
        return of == 0 ? 1 : (double) hits / of;
    }

    /** Lower end of the interval. */
    public double low() {
        return of == 0 ? 0 : Math.max(0, centre() - halfWidth());
    }

    /** Upper end of the interval. */
    public double high() {
        return of == 0 ? 1 : Math.min(1, centre() + halfWidth());
    }

    private double centre() {
        return (value() + Z * Z / (2 * of)) / (1 + Z * Z / of);
    }

    private double halfWidth() {
        double p = value();
        return Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
    }
}
