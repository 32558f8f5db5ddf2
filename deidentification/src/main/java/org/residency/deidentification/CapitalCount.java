package org.residency.deidentification;

/**
 * How many of the words around a place have a capital: in a headline all or nearly all have one, and none tells anything.
 *
 * @param words words of two letters and more, six tokens to each side
 * @param capitals those of them that have a capital and then small letters
 */
record CapitalCount(int words, int capitals) {
    private static final int REACH = 6;

    static CapitalCount around(Tokens t, int i) {
        int capitals = 0;
        int words = 0;
        for (int at = Math.max(0, i - REACH); at < Math.min(t.count(), i + REACH + 1); at++) {
            if (t.isWord(at) && t.length(at) > 1) {
                words++;
                capitals += t.letterIsCapital(at) ? 1 : 0;
            }
        }
        return new CapitalCount(words, capitals);
    }

    /** More than five in six of at least six words. */
    boolean isNearlyAll() {
        return words > 5 && capitals * 6 > words * 5;
    }

    /** Every one of at least seven words. */
    boolean isAll() {
        return words > 6 && capitals == words;
    }
}
