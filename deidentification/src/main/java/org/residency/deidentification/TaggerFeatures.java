package org.residency.deidentification;

import java.util.List;

/**
 * What the tagger sees of a word or number: itself, its neighbours to the third, the run of capitals it stands in, the
 * label of its line, its case, its ends and trigrams, what the lists say of it, what it touches, and whether the note has it
 * in small letters too. Twice: joined by two and three for the linear part, and one by one for the hidden units, which
 * join them themselves.
 * Each feature is a hash into a table, as in Weinberger et al., "Feature hashing for large scale multitask learning", 2009.
 */
final class TaggerFeatures {
    static final int BITS = 19;

    /** Rows of the hidden units' table, as a power of two. */
    static final int ROW_BITS = 16;

    /** Rows that no hash leads to: those of single bits, shapes and small numbers. */
    private static final int OWN_ROWS = 1024;

    private static final int MOST = 136;
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
    private static final int LONGEST_CHUNK = 12;
    private static final int MOST_ROWS = 168;

    /** Places in the table; only the first {@link #count} are of this word. */
    final int[] at = new int[MOST];

    int count;

    /** Rows of the hidden units; only the first {@link #rowCount} are of this word. */
    final int[] rows = new int[MOST_ROWS];

    int rowCount;

    private final Tokens t;

    /** By token, its hash as a neighbour and how it is written; both are asked for many times. */
    private final int[] words;

    private final byte[] shapes;

    /** By token, which rule claims it; null if no rule was asked, as for what is generated for training. */
    private final int[] ruled;

    /** By token, bits of the lists that are hidden; none are but in training. */
    private final int[] hidden;

    private int lineFrom = -1;
    private int lineTo = -1;
    private int lineLabel;
    private int headline;

    TaggerFeatures(Tokens t, List<PhiSpan> spans) {
        this(t, ruled(t, spans), null);
    }

    /**
     * As if the lists did not know some words: what they hold ends somewhere, and the tagger has to do without.
     *
     * @param ruled by token, a hash of the rule that claims it, or 0; null if no rule was asked
     */
    TaggerFeatures(Tokens t, int[] ruled, int[] hidden) {
        this.t = t;
        this.ruled = ruled;
        this.hidden = hidden;
        this.words = new int[t.count()];
        this.shapes = new byte[t.count()];
        for (int i = 0; i < words.length; i++) {
            words[i] = wordAt(i);
            shapes[i] = (byte) shapeAt(i);
        }
    }

    /** By token, a hash of the first rule that claims it. */
    static int[] ruled(Tokens t, List<PhiSpan> spans) {
        int[] ruled = new int[t.count()];
        for (PhiSpan span : spans) {
            int hash = span.rule().hashCode() | 1;
            for (int i = t.at(span.start()); i < ruled.length && t.start(i) < span.end(); i++) {
                ruled[i] = ruled[i] == 0 ? hash : ruled[i];
            }
        }
        return ruled;
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
        rowCount = 0;
        line(i);
        int facts = facts(i);
        int lists = facts & LISTS;
        int shape = shape(i);
        int cased = shape & 51;
        int known = (facts & WordFacts.KNOWN) != 0 ? 1 : 0;
        String word = t.folded(i);
        if (!unseen) {
            add(1, words[i], 0, 0);
            add(2, words[i], cased, 0);
        }
        add(3, lists, shape, 0);
        add(4, facts & ROLES, shape, 0);
        add(5, Math.min(t.length(i), 12), shape, known);
        neighbours(i, shape, known, lists);
        labels(former, formerButOne, i, shape, lists);
        run(i, shape, known);
        note(i, shape, known, lists);
        surroundings(i, unseen);
        history(former, formerButOne);
        if (ruled != null) {
            rules(i, shape, known, lists);
        }
        if (t.isWord(i)) {
            letters(word, known + 2 * (t.isCapital(i) ? 1 : 0));
        }
        if (t.isNumber(i) || t.touches(i) || t.touches(i + 1)) {
            chunk(i, lists);
        }
    }

    /** Bit by bit and word by word. */
    private void surroundings(int i, boolean unseen) {
        ownRow(1000);
        for (int o = -2; o <= 2; o++) {
            for (int bits = facts(i + o) & NEIGHBOUR; bits != 0; bits &= bits - 1) {
                ownRow((o + 2) * 32 + Integer.numberOfTrailingZeros(bits));
            }
            ownRow(160 + (o + 2) * 64 + shape(i + o));
        }
        for (int o = -3; o <= 3; o++) {
            if (o != 0 || !unseen) {
                row(o, wordOf(i + o));
            }
        }
        for (int o = -1; o <= 1; o += 2) {
            if (t.isWord(i + o) && t.length(i + o) > 4) {
                String word = t.folded(i + o);
                row(10 + o, hash(word, word.length() - 3, word.length()));
            }
        }
    }

    /** Which rules claim the word and what is beside it. */
    private void rules(int i, int shape, int known, int lists) {
        int own = rule(i);
        int before = rule(i - 1);
        int behind = rule(i + 1);
        add(90, own, shape, known);
        add(91, own, lists, 0);
        add(92, own, before, behind);
        add(93, own == 0 ? before : own, shape, 1);
        add(94, own == 0 ? behind : own, shape, 2);
        add(95, own == before ? 1 : 0, own == behind ? 1 : 0, own);
        add(96, before, words[i], 0);
        add(97, behind, words[i], 0);
        row(60, own);
        row(61, before);
        row(62, behind);
        row(63, rule(i - 2));
        row(64, rule(i + 2));
    }

    private int rule(int i) {
        return i < 0 || i >= ruled.length ? 3 : ruled[i];
    }

    private void history(int former, int formerButOne) {
        ownRow(480 + former);
        ownRow(490 + formerButOne);
    }

    /** All that stands together without a blank, such as {@code A-48812/7}, but for the marks at its ends. */
    private void chunk(int i, int lists) {
        int from = i;
        while (i - from < LONGEST_CHUNK && t.touches(from)) {
            from--;
        }
        int last = i;
        while (last - i < LONGEST_CHUNK && t.touches(last + 1)) {
            last++;
        }
        while (last > i && t.isMark(last)) {
            last--;
        }
        while (from < i && t.isMark(from)) {
            from++;
        }
        int form = 17;
        for (int at = from; at <= last; at++) {
            int part = t.isNumber(at)
                    ? 20 + Math.min(t.length(at), 10)
                    : t.isMark(at)
                            ? 100 + t.text.charAt(t.start(at))
                            : (t.isCapital(at) ? 40 : 50) + Math.min(t.length(at), 4);
            form = form * 31 + part;
        }
        int where = Math.min(i - from, 6);
        int before = wordOf(from - 1);
        int behind = wordOf(last + 1);
        int number = t.isNumber(i) ? 1 : 0;
        add(80, form, where, 0);
        add(81, form, before, where);
        add(82, form, behind, where);
        add(83, before, wordOf(from - 2), number);
        add(84, lineLabel, form, where);
        add(85, facts(from - 1) & NEIGHBOUR, form, where);
        add(86, before, number, lists);
        add(87, behind, wordOf(last + 2), number);
        row(50, form * 8 + where);
        row(51, before);
        row(52, behind);
        row(53, wordOf(from - 2));
        ownRow(800 + where);
        ownRow(810 + Math.min(last - from, 12));
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
        row(20, wordOf(from - 1));
        row(21, wordOf(last + 1));
        row(22, wordOf(last));
        ownRow(500 + where);
        ownRow(510 + Math.min(last - from, LONGEST_RUN));
        for (int bits = facts(last) & NEIGHBOUR; bits != 0; bits &= bits - 1) {
            ownRow(520 + Integer.numberOfTrailingZeros(bits));
        }
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
        row(23, lineLabel);
        ownRow(600 + (small ? 1 : 0));
        ownRow(610 + headline);
        ownRow(620 + Math.min(i - lineFrom, 4));
        ownRow(630 + Math.min(lineTo - i, 4));
        ownRow(640 + Math.min(lineTo - lineFrom, 12));
    }

    private void letters(String word, int kind) {
        int n = Math.min(word.length(), LONGEST_WORD);
        for (int size = 2; size <= 4 && size < n; size++) {
            add(50 + size, hash(word, word.length() - size, word.length()), kind, 0);
            add(60 + size, hash(word, 0, size), kind, 0);
            row(30 + size, hash(word, word.length() - size, word.length()));
            row(40 + size, hash(word, 0, size));
        }
        for (int from = 0; from + 3 <= n; from++) {
            int trigram = hash(word, from, from + 3);
            add(70, trigram, kind & 1, 0);
            row(45, trigram);
        }
        ownRow(700 + Math.min(word.length(), 14));
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
        return i < 0 || i >= shapes.length ? 7 : shapes[i];
    }

    private int shapeAt(int i) {
        if (!t.isWord(i)) {
            return t.isNumber(i) ? 5 : 6;
        }
        int line = t.inUpperLine(i) ? 16 : t.inLowerLine(i) ? 32 : 0;
        int letters = t.length(i) == 1 ? 3 : t.isUpper(i) ? 2 : t.isCapital(i) ? 1 : 0;
        return line + letters + (t.beginsSentence(i) ? 8 : 0);
    }

    private int wordOf(int i) {
        return i < 0 || i >= words.length ? 3 : words[i];
    }

    /** A word by its letters, a number by its length and what it may count, a mark by itself. */
    private int wordAt(int i) {
        if (t.isWord(i)) {
            return hash(t.folded(i));
        }
        return t.isNumber(i) ? 100 + sizeOf(t.folded(i)) : 200 + t.text.charAt(t.start(i));
    }

    /** By whether it may be a month, a day, an hour, a year. */
    private static int sizeOf(String digits) {
        int length = digits.length();
        if (length > 4) {
            return 10 + Math.min(length, 12);
        }
        int value = Integer.parseInt(digits);
        return switch (length) {
            case 1 -> 0;
            case 2 -> value <= 12 ? 1 : value <= 31 ? 2 : 3;
            case 3 -> 4;
            default -> value >= 1900 && value <= 2035 ? 5 : value < 2400 && value % 100 < 60 ? 6 : 7;
        };
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

    private void ownRow(int row) {
        rows[rowCount++] = row;
    }

    private void row(int kind, int value) {
        int h = kind * 0x9E3779B1 ^ value * 0x85EBCA6B;
        h ^= h >>> 15;
        h *= 0x2C1B3C6D;
        h ^= h >>> 13;
        int row = h >>> (32 - ROW_BITS);
        rows[rowCount++] = row < OWN_ROWS ? row + OWN_ROWS : row;
    }
}
