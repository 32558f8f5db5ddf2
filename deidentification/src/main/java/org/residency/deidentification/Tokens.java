package org.residency.deidentification;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A text cut into words, numbers and single marks, with what is known about each word. Words keep an inner apostrophe;
 * letters and digits that touch are two tokens, the second with {@link #touches(int)}.
 */
final class Tokens {
    static final byte WORD = 1;
    static final byte NUMBER = 2;
    static final byte MARK = 3;

    /** How a word is written. */
    static final byte LOWER = 0;

    static final byte CAPITAL = 1;
    static final byte UPPER = 2;

    private static final Set<String> ORDINAL_ENDINGS = WordSet.of("st", "nd", "rd", "th");

    /** The text in plain form; offsets are those of the original. */
    final String text;

    private final WordFacts wordFacts;
    private final BitSet tabs;
    private int count;
    private int[] start = new int[64];
    private int[] end = new int[64];
    private byte[] kind = new byte[64];
    private byte[] letterCase = new byte[64];
    private int[] facts = new int[64];
    private String[] folded = new String[64];
    private byte[] lineCase = new byte[64];
    private Set<String> small;

    /** Cuts a text in plain form; {@code original} tells where tabs were. */
    Tokens(String text, String original, WordFacts wordFacts) {
        this.text = text;
        this.tabs = tabsOf(original);
        this.wordFacts = wordFacts;
        split();
        markLines();
    }

    private static BitSet tabsOf(String original) {
        int at = original.indexOf('\t');
        if (at < 0) {
            return null;
        }
        BitSet tabs = new BitSet(original.length());
        for (; at >= 0; at = original.indexOf('\t', at + 1)) {
            tabs.set(at);
        }
        return tabs;
    }

    int count() {
        return count;
    }

    int start(int i) {
        return start[i];
    }

    int end(int i) {
        return end[i];
    }

    boolean isWord(int i) {
        return i >= 0 && i < count && kind[i] == WORD;
    }

    boolean isNumber(int i) {
        return i >= 0 && i < count && kind[i] == NUMBER;
    }

    boolean isMark(int i, char mark) {
        return i >= 0 && i < count && kind[i] == MARK && text.charAt(start[i]) == mark;
    }

    boolean isMark(int i) {
        return i >= 0 && i < count && kind[i] == MARK;
    }

    /** Small letters without accents; for a number its digits. */
    String folded(int i) {
        return i >= 0 && i < count && folded[i] != null ? folded[i] : "";
    }

    boolean is(int i, int bits) {
        return i >= 0 && i < count && (facts[i] & bits) != 0;
    }

    /** What is known about a word that need not stand in the text. */
    int factsOf(String word) {
        return wordFacts.of(WordFacts.fold(word));
    }

    int facts(int i) {
        return i >= 0 && i < count ? facts[i] & ~WordFacts.TRIGGER : 0;
    }

    /** With a capital, alone or throughout. */
    boolean isCapital(int i) {
        return isWord(i) && letterCase[i] != LOWER;
    }

    /** With a capital and then small letters. */
    boolean letterIsCapital(int i) {
        return isWord(i) && letterCase[i] == CAPITAL;
    }

    boolean isUpper(int i) {
        return isWord(i) && letterCase[i] == UPPER;
    }

    int length(int i) {
        return end[i] - start[i];
    }

    /** The letters of "3rd". */
    boolean isOrdinalEnding(int i) {
        return isWord(i) && touches(i) && isNumber(i - 1) && ORDINAL_ENDINGS.contains(folded[i]);
    }

    /** Nothing stands between this token and the former. */
    boolean touches(int i) {
        return i > 0 && i < count && start[i] == end[i - 1];
    }

    /** A line begins with this token. */
    boolean beginsLine(int i) {
        return i == 0 || (i < count && hasNewline(end[i - 1], start[i]));
    }

    /** Two lines or more lie between this token and the former, or it is the first. */
    boolean beginsParagraph(int i) {
        if (i == 0) {
            return true;
        }
        int first = end[i - 1];
        while (first < start[i] && text.charAt(first) != '\n') {
            first++;
        }
        return hasNewline(first + 1, start[i]);
    }

    /** At least two blanks, a tab or a line's end stand before this token. */
    boolean afterGap(int i) {
        return i == 0 || start[i] - end[i - 1] > 1 || beginsLine(i);
    }

    /** A tab stands before this token. */
    boolean hasTab(int i) {
        for (int at = end[i - 1]; at < start[i]; at++) {
            if (tabs != null && tabs.get(at)) {
                return true;
            }
        }
        return false;
    }

    /** A sentence, line or cell begins with this token. */
    boolean beginsSentence(int i) {
        int at = i - 1;
        while (at >= 0 && (isMark(at, '"') || isMark(at, '(') || isMark(at, '*')) && !beginsLine(at + 1)) {
            at--;
        }
        if (at < 0 || beginsLine(at + 1)) {
            return true;
        }
        return isMark(at) && ".!?:;|>-".indexOf(text.charAt(start[at])) >= 0 && !isAbbreviation(at);
    }

    private boolean isAbbreviation(int dot) {
        return isMark(dot, '.')
                && touches(dot)
                && dot > 0
                && ((facts[dot - 1] & (WordFacts.TITLE | WordFacts.SOFT_TITLE)) != 0
                        || (isWord(dot - 1) && end[dot - 1] - start[dot - 1] == 1 && letterCase[dot - 1] == UPPER));
    }

    /** The line is written in capitals throughout. */
    boolean inUpperLine(int i) {
        return i >= 0 && i < count && lineCase[i] == UPPER;
    }

    /** The line has no capital letter but perhaps one or two. */
    boolean inLowerLine(int i) {
        return i >= 0 && i < count && lineCase[i] == LOWER;
    }

    /** The word stands elsewhere in small letters, in a line that has capitals: an ordinary word, whatever no list says. */
    boolean appearsSmall(int i) {
        if (small == null) {
            small = new HashSet<>();
            for (int at = 0; at < count; at++) {
                if (kind[at] == WORD && letterCase[at] == LOWER && lineCase[at] != LOWER) {
                    small.add(folded[at]);
                }
            }
        }
        return small.contains(folded(i));
    }

    /** Capitals with small letters behind or among them that no name has: {@code AVMs}, {@code HbS}, {@code PMNs}. */
    boolean isMixedAbbreviation(int i) {
        if (!isCapital(i) || length(i) > 6) {
            return false;
        }
        int capitals = 0;
        for (int at = start[i]; at < end[i]; at++) {
            capitals += Character.isUpperCase(text.charAt(at)) ? 1 : 0;
        }
        char last = text.charAt(end[i] - 1);
        boolean indexed = length(i) <= 4 && capitals == length(i) - 1 && capitals > 1;
        return letterIsCapital(i)
                && (indexed || capitals > 2 || (capitals == 2 && (last == 's' || Character.isUpperCase(last))));
    }

    /** The first token that begins at this offset or after. */
    int at(int offset) {
        int found = Arrays.binarySearch(start, 0, count, offset);
        return found >= 0 ? found : -found - 1;
    }

    String of(int from, int to) {
        return text.substring(start[from], end[to]);
    }

    private boolean hasNewline(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    private void split() {
        int i = 0;
        int n = text.length();
        while (i < n) {
            char c = text.charAt(i);
            if (c <= ' ' || Character.isWhitespace(c)) {
                i++;
            } else if (isLetter(c)) {
                int from = i++;
                while (i < n && (isLetter(text.charAt(i)) || isInnerApostrophe(i))) {
                    i++;
                }
                add(from, i, WORD);
            } else if (c >= '0' && c <= '9') {
                int from = i++;
                while (i < n && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                    i++;
                }
                add(from, i, NUMBER);
            } else {
                add(i, i + 1, MARK);
                i++;
            }
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c > 127 && (Character.isLetter(c) || Character.isSurrogate(c) || isJoined(c)));
    }

    /** Combining accents and the marks that hide between letters. */
    private static boolean isJoined(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.FORMAT;
    }

    private boolean isInnerApostrophe(int i) {
        return text.charAt(i) == '\'' && i + 1 < text.length() && isLetter(text.charAt(i + 1));
    }

    private void add(int from, int to, byte what) {
        if (count == start.length) {
            int size = count * 2;
            start = Arrays.copyOf(start, size);
            end = Arrays.copyOf(end, size);
            kind = Arrays.copyOf(kind, size);
            letterCase = Arrays.copyOf(letterCase, size);
            facts = Arrays.copyOf(facts, size);
            folded = Arrays.copyOf(folded, size);
            lineCase = Arrays.copyOf(lineCase, size);
        }
        int stop = to;
        if (what == WORD && to - from > 2 && text.charAt(to - 2) == '\'' && (text.charAt(to - 1) | 32) == 's') {
            stop = to - 2;
        }
        start[count] = from;
        end[count] = stop;
        kind[count] = what;
        if (what == WORD) {
            // A word of thousands of letters is no word.
            int until = Math.min(stop, from + 64);
            Vocabulary listed = wordFacts.listed();
            int known = listed.find(text, from, until);
            folded[count] = known >= 0 ? listed.word(known) : WordFacts.fold(text.substring(from, until));
            facts[count] = known >= 0 ? listed.facts(known) : wordFacts.of(folded[count]);
            letterCase[count] = caseOf(from, stop);
        } else if (what == NUMBER) {
            folded[count] = text.substring(from, Math.min(stop, from + 24));
        }
        count++;
        if (stop < to) {
            add(stop, stop + 1, MARK);
            add(stop + 1, to, WORD);
        }
    }

    private byte caseOf(int from, int to) {
        if (!Character.isUpperCase(text.charAt(from))) {
            return LOWER;
        }
        for (int i = from + 1; i < Math.min(to, from + 64); i++) {
            if (Character.isLowerCase(text.charAt(i))) {
                return CAPITAL;
            }
        }
        return UPPER;
    }

    /** Longer runs of lines would let one heading decide over a page, so each line is judged by itself. */
    private void markLines() {
        int from = 0;
        int capitals = 0;
        for (int i = 0; i < count; i++) {
            capitals += kind[i] == WORD && letterCase[i] == CAPITAL ? 1 : 0;
        }
        // A text in which nearly nothing has a capital is in small letters as a whole.
        int words = 0;
        for (int i = 0; i < count; i++) {
            words += kind[i] == WORD ? 1 : 0;
        }
        boolean lowerText = capitals * 25 < words;
        while (from < count) {
            int to = from + 1;
            while (to < count && !beginsLine(to)) {
                to++;
            }
            byte line = lineCase(from, to, lowerText);
            Arrays.fill(lineCase, from, to, line);
            from = to;
        }
    }

    private byte lineCase(int from, int to, boolean lowerText) {
        int upper = 0;
        int mixed = 0;
        int lower = 0;
        int letters = 0;
        for (int i = from; i < to; i++) {
            if (kind[i] != WORD || end[i] - start[i] < 2) {
                continue;
            }
            if (letterCase[i] == UPPER) {
                upper++;
                letters += end[i] - start[i];
            } else if (letterCase[i] == CAPITAL) {
                mixed++;
            } else {
                lower++;
            }
        }
        if (upper >= 2 && letters >= 8 && upper > 4 * (mixed + lower)) {
            return UPPER;
        }
        return mixed == 0 && lower > 0 && (upper == 0 || lowerText || lower > 3 * upper) ? LOWER : CAPITAL;
    }
}
