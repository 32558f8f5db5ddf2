package org.residency.clinic;

import java.util.ArrayList;
import java.util.List;

/**
 * Which two decisive findings a note may show together. Of a condition's pairs every fifth is held out, beginning at a
 * place that moves with the condition, so that every single finding is still met in training.
 */
final class DecisivePairs {
    private static final int HELD_OUT_EVERY = 5;

    private DecisivePairs() {}

    /** A pair by the places of its findings, {@code first < second}. */
    record Pair(int first, int second) {}

    static List<Pair> of(Condition condition, int conditionNumber, Split split) {
        List<Pair> pairs = new ArrayList<>();
        int number = conditionNumber;
        for (int first = 0; first < condition.decisive().size(); first++) {
            for (int second = first + 1; second < condition.decisive().size(); second++) {
                boolean heldOut = number++ % HELD_OUT_EVERY == 0;
                if (heldOut == (split == Split.HELD_OUT)) {
                    pairs.add(new Pair(first, second));
                }
            }
        }
        return pairs;
    }
}
