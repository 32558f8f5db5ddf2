package org.residency.dataset;

/**
 * How cases are divided into train, validation and test.
 *
 * @param validationFraction share of the cases for validation, 0 to 0.5
 * @param testFraction share of the cases for the test set, 0 to 0.5
 * @param seed another seed gives another division
 * @param similarity estimated Jaccard similarity of the questions' word triples from which two cases count as nearly
 *     the same and never part, above 0 and up to 1
 */
public record SplitPolicy(double validationFraction, double testFraction, long seed, double similarity) {
    public SplitPolicy {
        refuseOutside("validationFraction", validationFraction);
        refuseOutside("testFraction", testFraction);
        if (!(similarity > 0 && similarity <= 1)) {
            throw new IllegalArgumentException("similarity is " + similarity + ", expected above 0 and up to 1");
        }
    }

    /** A tenth each for validation and test; questions four fifths alike are one cluster. */
    public static SplitPolicy standard() {
        return new SplitPolicy(0.1, 0.1, 3407, 0.8);
    }

    private static void refuseOutside(String name, double value) {
        if (!(value >= 0 && value <= 0.5)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected 0 to 0.5");
        }
    }
}
