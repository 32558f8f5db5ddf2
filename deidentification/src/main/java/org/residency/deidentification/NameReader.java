package org.residency.deidentification;

import java.util.Set;

/** Reads a name at a place where one may begin: how far it goes, and whether its words may be one. */
final class NameReader {
    /** How sure the place makes it. */
    enum Evidence {
        /** A title, a label: nearly anything is a name there. */
        SURE,
        /** A relative, somebody who signs: a capital that is no ordinary word. */
        LIKELY,
        /** Nothing but the words themselves. */
        NONE
    }

    private static final int MOST_WORDS = 6;
    private static final Set<String> LIST_WORDS = WordSet.of("jr", "sr", "ii", "iii", "iv", "esq");

    private NameReader() {}

    /** The token behind the name that begins at {@code from}, or {@code from} when none does. */
    static int end(Tokens t, int from, Evidence evidence, boolean mayInvert) {
        int at = from;
        int words = 0;
        boolean inverted = false;
        while (at < t.count() && words < MOST_WORDS) {
            int word = at;
            if (words > 0) {
                if (t.isMark(word, '-') && t.touches(word) && t.touches(word + 1) && t.isWord(word + 1)) {
                    at = word + 2;
                    words++;
                    continue;
                }
                if (t.isMark(word, ',')
                        && mayInvert
                        && !inverted
                        && words <= 3
                        && t.isWord(word + 1)
                        && !t.beginsLine(word + 1)) {
                    inverted = true;
                    word++;
                } else if (t.isMark(word, '"')
                        && t.isCapital(word + 1)
                        && t.isMark(word + 2, '"')
                        && t.isCapital(word + 3)) {
                    at = word + 3;
                    continue;
                }
                boolean newLine = t.beginsLine(word);
                if (newLine
                        && (!isUnknown(t, word)
                                || t.beginsParagraph(word)
                                || t.isMark(word + 1, ':')
                                || t.inUpperLine(word)
                                || t.inUpperLine(word - 1))) {
                    break;
                }
                if ((t.start(word) - t.end(word - 1) > 2 && !t.beginsLine(word)) || t.hasTab(word)) {
                    break;
                }
            }
            if (!t.isWord(word)) {
                break;
            }
            if (words > 0 && t.touches(word) && t.isNumber(word - 1) && isMisread(t, word - 1)) {
                at = word + 1;
                if (t.isNumber(at) && isMisread(t, at)) {
                    at++;
                }
                continue;
            }
            if (words > 0 && t.touches(word) && !t.isMark(word - 1, '.') && !t.isMark(word - 1, ',')) {
                break;
            }
            boolean accepted = words == 0 ? mayBegin(t, word, evidence) : mayContinue(t, from, word, evidence);
            if (!accepted) {
                break;
            }
            at = word + 1;
            words++;
            // An initial's full stop is part of the name; a misread digit as well.
            if (t.isMark(at, '.') && t.touches(at) && t.length(word) == 1 && words == 1 && !t.isCapital(word)) {
                at++;
                continue;
            }
            if (t.isMark(at, '.')
                    && t.touches(at)
                    && t.length(word) <= 2
                    && t.isCapital(word)
                    && (t.length(word) == 1 || isConsonants(t.folded(word)))
                    && ((t.isWord(at + 1) && !t.beginsLine(at + 1) && t.isCapital(at + 1)) || t.length(word) == 1)) {
                at++;
            } else if (t.isNumber(at) && isMisread(t, at)) {
                at++;
            }
        }
        while (at > from + 1 && ((t.is(at - 1, WordFacts.PARTICLE) && !t.isCapital(at - 1)) || t.isMark(at - 1, ','))) {
            at--;
        }
        return at;
    }

    /** "Md." and "Wm." are short forms, "Li." and "De." names at the end of a sentence. */
    private static boolean isConsonants(String word) {
        return word.chars().noneMatch(c -> "aeiouy".indexOf(c) >= 0);
    }

    /** One digit between letters, as a scanner reads l or O. */
    static boolean isMisread(Tokens t, int i) {
        return t.isNumber(i)
                && t.length(i) == 1
                && "01568".contains(t.folded(i))
                && t.touches(i)
                && t.touches(i + 1)
                && t.isWord(i + 1);
    }

    /** Neither ordinary nor medical, and long enough to be a word. */
    static boolean isUnknown(Tokens t, int i) {
        return t.isWord(i)
                && !t.is(
                        i,
                        WordFacts.KNOWN
                                | WordFacts.LARGE_PLACE
                                | WordFacts.MONTH
                                | WordFacts.CREDENTIAL
                                | WordFacts.UNIT)
                && t.length(i) > 1;
    }

    /** On a list of names and no ordinary word. */
    static boolean isListed(Tokens t, int i) {
        return t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME)
                && !t.is(i, WordFacts.COMMON | WordFacts.CLINICAL | WordFacts.LARGE_PLACE);
    }

    private static boolean isNameable(Tokens t, int i) {
        return isUnknown(t, i)
                || t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME)
                || (t.is(i, WordFacts.EPONYM) && !t.is(i, WordFacts.COMMON));
    }

    private static boolean mayBegin(Tokens t, int i, Evidence evidence) {
        boolean cased = t.isCapital(i) && !t.inUpperLine(i);
        if (t.is(i, WordFacts.PLACE_PREPOSITION) && !cased) {
            return false;
        }
        if (t.is(i, WordFacts.PARTICLE) && t.isWord(i + 1) && isNameable(t, i + 1) && evidence != Evidence.NONE) {
            return true;
        }
        if (t.length(i) == 1) {
            boolean small = t.inLowerLine(i) && t.isMark(i + 1, '.') && t.touches(i + 1) && isNameable(t, i + 2);
            boolean hyphened = t.isMark(i + 1, '-') && t.touches(i + 2) && t.letterIsCapital(i + 2);
            return evidence != Evidence.NONE
                    && ((t.isCapital(i)
                                    && (hyphened
                                            || t.isMark(i + 1, '.')
                                            || t.isMark(i + 1, '\'')
                                            || isNameable(t, i + 1)))
                            || small);
        }
        if (t.isUpper(i)
                && cased
                && t.length(i) <= 4
                && (t.is(i, WordFacts.CLINICAL | WordFacts.CREDENTIAL) || evidence == Evidence.NONE)) {
            return false;
        }
        boolean denied = t.is(i, WordFacts.DENIED) && !t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME);
        if (denied || t.is(i, WordFacts.WEEKDAY)) {
            return false;
        }
        return switch (evidence) {
            case SURE -> cased || isNameable(t, i);
            case LIKELY ->
                cased
                        ? isNameable(t, i) || isPersonal(t, i)
                        : t.inUpperLine(i) ? isNameable(t, i) : (isUnknown(t, i) && t.length(i) > 2) || isListed(t, i);
            case NONE -> isUnknown(t, i) || isListed(t, i);
        };
    }

    /** Behind a relative or a member of staff a word with a capital that no sentence begins with is a name. */
    private static boolean isPersonal(Tokens t, int i) {
        return t.letterIsCapital(i)
                && !t.is(
                        i,
                        WordFacts.CLINICAL
                                | WordFacts.STAFF
                                | WordFacts.LABEL
                                | WordFacts.VERB
                                | WordFacts.SERVICE
                                | WordFacts.LARGE_PLACE
                                | WordFacts.GENERIC_PLACE
                                | WordFacts.MONTH)
                && !t.beginsSentence(i);
    }

    private static boolean mayContinue(Tokens t, int from, int i, Evidence evidence) {
        if (LIST_WORDS.contains(t.folded(i))) {
            return true;
        }
        if (t.is(i, WordFacts.PARTICLE) && t.isMark(i + 1, '-') && t.touches(i + 2) && t.letterIsCapital(i + 2)) {
            return true;
        }
        if (t.is(i, WordFacts.PARTICLE)
                && t.isWord(i + 1)
                && (isNameable(t, i + 1)
                        || t.is(i + 1, WordFacts.PARTICLE)
                        || (t.letterIsCapital(i + 1) && t.is(i, WordFacts.PARTICLE) && t.letterIsCapital(from)))
                && (t.isCapital(i + 1) || t.is(i + 1, WordFacts.PARTICLE) || !t.isCapital(from))) {
            return true;
        }
        if (t.isCapital(from) && !t.isCapital(i)) {
            return false;
        }
        if (t.length(i) == 1) {
            return t.isCapital(i)
                    && !(t.isNumber(i + 1) && t.touches(i + 1))
                    && (evidence != Evidence.NONE || t.isMark(i + 1, '.') || isNameable(t, i + 1));
        }
        if (t.is(i, WordFacts.CREDENTIAL)
                && (t.isUpper(i) || !t.isCapital(i))
                && !t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME)) {
            return false;
        }
        if (t.inUpperLine(i) || !t.isCapital(i)) {
            return t.isCapital(i)
                    ? isNameable(t, i) && !t.is(i, WordFacts.VERB)
                    : (t.is(from, WordFacts.FIRST_NAME)
                                    && t.is(i, WordFacts.SURNAME)
                                    && !t.is(i, WordFacts.VERB | WordFacts.CLINICAL | WordFacts.DENIED))
                            || (isUnknown(t, i) && t.length(i) > 2 && evidence != Evidence.NONE)
                            || isListed(t, i);
        }
        if ((t.is(i, WordFacts.DENIED) && !t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME))
                || (t.is(i, WordFacts.SERVICE | WordFacts.LARGE_PLACE | WordFacts.WEEKDAY | WordFacts.FACILITY)
                        && !t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE))) {
            return false;
        }
        if (t.isUpper(i)) {
            return (isUnknown(t, i) && t.length(i) > 4) || isListed(t, i);
        }
        // A word with a capital right behind a name belongs to it: Heather Rash. Not so where one begins all its words
        // with capitals.
        return isNameable(t, i)
                || ((evidence != Evidence.NONE || t.is(from, WordFacts.FIRST_NAME))
                        && !t.is(i, WordFacts.LABEL | WordFacts.STAFF));
    }
}
