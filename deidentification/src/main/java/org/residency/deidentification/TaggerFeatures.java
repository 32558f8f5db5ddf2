package org.residency.deidentification;

/**
 * What the tagger sees of a word: itself, its neighbours to the third, the run of capitals it stands in, the label of its
 * line, its case, its ends and trigrams, what the lists say of it, and whether the note has it in small letters too.
 * Each feature is a hash into a table, as in Weinberger et al., "Feature hashing for large scale multitask learning", 2009.
 */
final class TaggerFeatures {
    static final int BITS = 19;

    private static final int MOST = 128;
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
            | WordFacts.PARTICLE
            | WordFacts.GENERIC_PLACE
            | WordFacts.MONTH
            | WordFacts.WEEKDAY
            | WordFacts.PLACE_NOUN;
    private static final int NEIGHBOUR = LISTS | ROLES;
    private static final int LONGEST_WORD = 18;
    private static final int LONGEST_RUN = 5;

    /** Places in the table; only the first {@link #count} are of this word. */
    final int[] at = new int[MOST];

    int count;

    private final Tokens t;

    /** By token, bits of the lists that are hidden; none are but in training. */
    private final int[] hidden;

    private int lineFrom = -1;
    private int lineTo = -1;
    private int lineLabel;
    private int headline;

    TaggerFeatures(Tokens t) {
        this(t, null);
    }

    /** As if the lists did not know some words: what they hold ends somewhere, and the tagger has to do without. */
    TaggerFeatures(Tokens t, int[] hidden) {
        this.t = t;
        this.hidden = hidden;
    }

    /**
     * Reads a word.
     *
     * @param former the label of the token before
     * @param formerButOne the label of the token before that
     * @param unseen leaves the word itself out, as if it had never been met
     */
    void read(int i, int former, int formerButOne, boolean unseen) {
        count = 0;
        line(i);
        int facts = facts(i);
        int lists = facts & LISTS;
        int shape = shape(i);
        int cased = shape & 51;
        int known = (facts & WordFacts.KNOWN) != 0 ? 1 : 0;
        String word = t.folded(i);
        if (!unseen) {
            add(1, hash(word), 0, 0);
            add(2, hash(word), cased, 0);
        }
        add(3, lists, shape, 0);
        add(4, facts & ROLES, shape, 0);
        add(5, Math.min(t.length(i), 12), shape, known);
        neighbours(i, shape, known, lists);
        labels(former, formerButOne, i, shape, lists);
        run(i, shape, known);
        note(i, shape, known, lists);
        letters(word, known + 2 * (t.isCapital(i) ? 1 : 0));
    }

    private void neighbours(int i, int shape, int known, int lists) {
        int before = wordOf(i - 1);
        int behind = wordOf(i + 1);
        int capital = t.isCapital(i) ? 1 : 0;
        add(10, before, shape, 0);
        add(11, behind, shape, 0);
        add(12, before, known, 0);
        add(13, behind, known, 0);
        add(14, wordOf(i - 2), capital, known);
        add(15, wordOf(i + 2), capital, known);
        add(16, wordOf(i - 3), capital, 0);
        add(17, wordOf(i + 3), capital, 0);
        add(18, wordOf(i - 2), before, known);
        add(19, behind, wordOf(i + 2), known);
        add(20, before, behind, known);
        add(21, facts(i - 1) & NEIGHBOUR, shape, 0);
        add(22, facts(i + 1) & NEIGHBOUR, shape, 0);
        add(23, facts(i - 1) & ROLES, lists, 0);
        add(24, facts(i + 1) & ROLES, lists, 0);
        add(25, facts(i - 1) & ROLES, facts(i + 1) & ROLES, shape);
        add(26, facts(i - 2) & ROLES, before, shape);
        add(27, facts(i + 2) & NEIGHBOUR, facts(i + 1) & NEIGHBOUR, shape);
        add(28, facts(i - 2) & NEIGHBOUR, facts(i - 1) & NEIGHBOUR, known);
        add(29, shape(i - 1) * 64 + shape, shape(i + 1), 0);
        add(30, shape(i - 2) * 64 + shape(i - 1), shape(i + 1) * 64 + shape(i + 2), shape);
    }

    private void labels(int former, int formerButOne, int i, int shape, int lists) {
        add(31, former, shape, 0);
        add(32, former, lists, 0);
        add(33, former, formerButOne, shape);
        add(34, former, wordOf(i - 1), 0);
        add(35, former, wordOf(i + 1), 0);
    }

    /** Names of places are told by their last word and by what stands before the first. */
    private void run(int i, int shape, int known) {
        int from = i;
        while (i - from < LONGEST_RUN && inRun(from - 1) && !t.beginsLine(from)) {
            from--;
        }
        int last = i;
        while (last - i < LONGEST_RUN && inRun(last + 1) && !t.beginsLine(last + 1)) {
            last++;
        }
        int where = (i == from ? 1 : 0) + (i == last ? 2 : 0);
        add(36, wordOf(from - 1), where, known);
        add(37, wordOf(last + 1), where, known);
        add(38, wordOf(last), where, i == last ? 1 : 0);
        add(39, facts(last) & NEIGHBOUR, where, shape);
        add(40, Math.min(last - from, LONGEST_RUN), where, shape);
        add(41, wordOf(from - 1), wordOf(last + 1), where);
        add(42, wordOf(from - 1), facts(last) & NEIGHBOUR, where);
    }

    private boolean inRun(int i) {
        return t.isCapital(i) || (t.isWord(i) && t.is(i, WordFacts.PARTICLE) && t.isCapital(i + 1));
    }

    private void note(int i, int shape, int known, int lists) {
        boolean small = t.isCapital(i) && t.appearsSmall(i);
        add(43, small ? 1 : 0, shape, known);
        add(44, lineLabel, shape, 0);
        add(45, lineLabel, lists, Math.min(i - lineFrom, 4));
        add(46, headline, shape, known);
        add(47, i - lineFrom < 3 ? i - lineFrom : 3, lineTo - i < 4 ? lineTo - i : 4, shape);
        add(48, Math.min(lineTo - lineFrom, 8), shape, known);
    }

    private void letters(String word, int kind) {
        int n = Math.min(word.length(), LONGEST_WORD);
        for (int size = 2; size <= 4 && size < n; size++) {
            add(50 + size, hash(word, word.length() - size, word.length()), kind, 0);
            add(60 + size, hash(word, 0, size), kind, 0);
        }
        for (int from = 0; from + 3 <= n; from++) {
            add(70, hash(word, from, from + 3), kind & 1, 0);
        }
    }

    /** Where the line of a token begins and ends, the word before its colon, and whether all its words have capitals. */
    private void line(int i) {
        if (i >= lineFrom && i < lineTo) {
            return;
        }
        lineFrom = i;
        while (lineFrom > 0 && !t.beginsLine(lineFrom)) {
            lineFrom--;
        }
        lineTo = i + 1;
        while (lineTo < t.count() && !t.beginsLine(lineTo)) {
            lineTo++;
        }
        lineLabel = 0;
        for (int at = lineFrom + 1; at < Math.min(lineTo, lineFrom + 5) && lineLabel == 0; at++) {
            lineLabel = t.isMark(at, ':') ? hash(t.folded(at - 1)) : 0;
        }
        int words = 0;
        int capitals = 0;
        for (int at = lineFrom; at < lineTo; at++) {
            words += t.isWord(at) && t.length(at) > 3 ? 1 : 0;
            capitals += t.length(at) > 3 && t.letterIsCapital(at) ? 1 : 0;
        }
        headline = words < 3 ? 4 : capitals * 4 / words;
    }

    private int facts(int i) {
        return hidden == null || i < 0 || i >= hidden.length ? t.facts(i) : t.facts(i) & ~hidden[i];
    }

    private int shape(int i) {
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
    private int wordOf(int i) {
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
