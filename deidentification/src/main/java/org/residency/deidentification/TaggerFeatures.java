package org.residency.deidentification;

/**
 * What the tagger sees of a word: itself, its neighbours, its case, its ends and trigrams, and what the lists say of it.
 * Each feature is a hash into a table, as in Weinberger et al., "Feature hashing for large scale multitask learning", 2009.
 */
final class TaggerFeatures {
    static final int BITS = 18;
    private static final int MOST = 112;
    private static final int LISTS = WordFacts.COMMON
            | WordFacts.CLINICAL
            | WordFacts.FIRST_NAME
            | WordFacts.SURNAME
            | WordFacts.NAME_LIKE
            | WordFacts.EPONYM
            | WordFacts.LARGE_PLACE;
    private static final int ROLES = WordFacts.TITLE
            | WordFacts.SOFT_TITLE
            | WordFacts.RELATION
            | WordFacts.STAFF
            | WordFacts.LABEL
            | WordFacts.CREDENTIAL
            | WordFacts.VERB
            | WordFacts.PLACE_PREPOSITION
            | WordFacts.FRAME
            | WordFacts.UNIT
            | WordFacts.FACILITY
            | WordFacts.STREET
            | WordFacts.SERVICE
            | WordFacts.SOFT_TITLE;
    private static final int LONGEST_WORD = 18;

    /** Places in the table; only the first {@link #count} are of this word. */
    final int[] at = new int[MOST];

    int count;

    /**
     * Reads a word.
     *
     * @param forgotten bits of the lists that are hidden; in training a word is shown without them now and then
     * @param former the label of the token before
     */
    void read(Tokens t, int i, int forgotten, int former) {
        count = 0;
        int facts = t.facts(i) & ~forgotten;
        int lists = facts & LISTS;
        int shape = shape(t, i);
        int known = lists != 0 ? 1 : 0;
        add(1, hash(t.folded(i)));
        add(2, lists, shape);
        add(3, facts & ROLES, shape);
        add(4, wordOf(t, i - 1), shape);
        add(5, wordOf(t, i + 1), shape);
        add(6, wordOf(t, i - 2), t.isCapital(i) ? 1 : 0);
        add(7, wordOf(t, i + 2), t.isCapital(i) ? 1 : 0);
        add(8, t.facts(i - 1) & (LISTS | ROLES), shape);
        add(9, t.facts(i + 1) & (LISTS | ROLES), shape);
        add(10, former, shape);
        add(11, former, lists);
        add(12, shape(t, i - 1) * 64 + shape, shape(t, i + 1));
        add(13, wordOf(t, i - 1), known);
        add(14, wordOf(t, i + 1), known);
        add(15, t.facts(i - 1) & ROLES, lists);
        add(16, t.facts(i + 1) & ROLES, lists);
        add(17, Math.min(t.length(i), 12), shape);
        add(18, wordOf(t, i - 2), wordOf(t, i - 1), known);
        add(50, t.facts(i - 1) & ROLES, t.facts(i + 1) & ROLES, shape);
        add(51, wordOf(t, i - 1), wordOf(t, i + 1), known);
        add(52, t.facts(i - 2) & ROLES, wordOf(t, i - 1), shape);
        add(53, t.facts(i + 2) & (LISTS | ROLES), t.facts(i + 1) & (LISTS | ROLES), shape);
        add(54, wordOf(t, i + 1), wordOf(t, i + 2), known);
        String word = t.folded(i);
        int n = Math.min(word.length(), LONGEST_WORD);
        for (int size = 2; size <= 4 && size < n; size++) {
            add(20 + size, hash(word, word.length() - size, word.length()), known);
            add(30 + size, hash(word, 0, size), known);
        }
        for (int from = 0; from + 3 <= n; from++) {
            add(40, hash(word, from, from + 3), known);
        }
    }

    private static int shape(Tokens t, int i) {
        if (i < 0 || i >= t.count()) {
            return 7;
        }
        if (!t.isWord(i)) {
            return t.isNumber(i) ? 5 : 6;
        }
        int line = t.inUpperLine(i) ? 16 : t.inLowerLine(i) ? 32 : 0;
        int letters = t.length(i) == 1 ? 3 : t.isUpper(i) ? 2 : t.isCapital(i) ? 1 : 0;
        return line + letters + (t.beginsSentence(i) ? 8 : 0);
    }

    /** A word by its letters, a number by its length, a mark by itself, a line's end as such. */
    private static int wordOf(Tokens t, int i) {
        if (i < 0 || i >= t.count()) {
            return 3;
        }
        if (t.isWord(i)) {
            return hash(t.folded(i));
        }
        return t.isNumber(i) ? 100 + Math.min(t.length(i), 5) : 200 + t.text.charAt(t.start(i));
    }

    private static int hash(String word) {
        return hash(word, 0, word.length());
    }

    private static int hash(String word, int from, int to) {
        int h = 0x811C9DC5;
        for (int i = from; i < to; i++) {
            h = (h ^ word.charAt(i)) * 0x01000193;
        }
        return h;
    }

    private void add(int kind, int a) {
        add(kind, a, 0);
    }

    private void add(int kind, int a, int b) {
        add(kind, a, b, 0);
    }

    private void add(int kind, int a, int b, int c) {
        if (count == MOST) {
            return;
        }
        int h = kind * 0x9E3779B1
                ^ a * 0x85EBCA6B
                ^ Integer.rotateLeft(b * 0xC2B2AE35, 15)
                ^ Integer.rotateLeft(c * 0x27D4EB2F, 7);
        h ^= h >>> 15;
        h *= 0x2C1B3C6D;
        h ^= h >>> 13;
        at[count++] = h >>> (32 - BITS);
    }
}
