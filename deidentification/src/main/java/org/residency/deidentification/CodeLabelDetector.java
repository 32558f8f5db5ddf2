package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Numbers and codes that no known label names: behind any word and "no.", "number", "#" or "ID", behind the names of
 * national numbers and of accounts in the net, and, by default, groups of digits that no clinical reading claims.
 */
final class CodeLabelDetector implements PhiDetector {
    private static final int FEWEST_SPACED = 8;
    private static final int MOST_GROUPS = 16;
    private static final Map<String, Set<String>> WORDS = WordList.roles("code-words.txt");
    private static final Set<String> NUMBERING = WORDS.get("numbering");

    /** Names of what states and insurers of many countries give a person. */
    private static final Set<String> NATIONAL = WORDS.get("national");

    private static final Set<String> ONLINE = WORDS.get("online");
    private static final Set<String> CLINICAL = WORDS.get("clinical");
    private static final Pattern LAST_FOUR = Pattern.compile("four|4|digits");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isWord(i)) {
                if (t.is(i, WordFacts.CODE_WORD)) {
                    word(t, i, spans);
                }
            } else if (t.isMark(i, '@')) {
                atHandle(t, i, spans);
            } else if (t.isMark(i, '#') && t.isWord(i - 1) && !t.beginsLine(i)) {
                behindHash(t, i, spans);
            } else if (t.isMark(i, '#') && t.isNumber(i + 1) && t.touches(i + 1) && !t.isWord(i - 1)) {
                hash(t, i + 1, spans);
            } else if (t.isNumber(i)) {
                if (t.length(i) >= 4 && t.isMark(i + 1, '#') && t.touches(i + 1)) {
                    hash(t, i, spans);
                }
                i = spaced(t, i, spans);
            }
        }
    }

    private static void word(Tokens t, int i, List<PhiSpan> spans) {
        String word = t.folded(i);
        if (NUMBERING.contains(word) && !t.beginsLine(i)) {
            numbered(t, i, spans);
        } else if (NATIONAL.contains(word)) {
            int from = skipMarks(t, i + 1);
            if (NUMBERING.contains(t.folded(from))) {
                from = skipMarks(t, from + 1);
            }
            claim(t, from, 3, "id.national", spans);
        } else if (ONLINE.contains(word) && !(t.isMark(i + 1, '-') && t.touches(i + 1))) {
            handle(t, skipMarks(t, i + 1), spans);
        } else if (word.equals("last") && LAST_FOUR.matcher(t.folded(i + 1)).matches()) {
            int at = t.folded(i + 2).equals("digits") ? i + 3 : i + 2;
            at = skipMarks(t, at);
            at = t.folded(at).equals("of")
                            || t.folded(at).equals("is")
                            || t.folded(at).equals("are")
                    ? at + 1
                    : at;
            if (t.isNumber(at) && t.length(at) == 4) {
                spans.add(new PhiSpan(t.start(at), t.end(at), PhiClass.SSN, "ssn.last-four"));
            }
        } else if (word.equals("ending") || word.equals("ends")) {
            int at = t.folded(i + 1).equals("in") || t.folded(i + 1).equals("with") ? i + 2 : i + 1;
            boolean year = t.folded(at).startsWith("19") || t.folded(at).startsWith("20");
            if (t.isNumber(at) && t.length(at) == 4 && !year) {
                spans.add(new PhiSpan(t.start(at), t.end(at), PhiClass.OTHER_ID, "id.ending"));
            }
        } else if (word.equals("x")
                && t.isNumber(i + 1)
                && t.touches(i + 1)
                && t.length(i + 1) >= 4
                && t.length(i + 1) <= 6
                && !t.touches(i)
                && !t.isNumber(i - 1)) {
            spans.add(new PhiSpan(t.start(i), t.end(i + 1), PhiClass.PHONE, "phone.extension"));
        }
    }

    /** "Force no 9447", "Financial number FIN 88-21-0", "kit ID K-5". */
    private static void numbered(Tokens t, int i, List<PhiSpan> spans) {
        int label = t.isMark(i - 1, '-') ? i - 2 : i - 1;
        if (!t.isWord(label)
                || CLINICAL.contains(t.folded(label))
                || t.is(label, WordFacts.VERB | WordFacts.UNIT | WordFacts.PLACE_PREPOSITION | WordFacts.NUMBER_WORD)) {
            return;
        }
        boolean no = t.folded(i).equals("no");
        int from = skipMarks(t, i + 1);
        boolean apart = no && from == i + 1 && !t.isMark(i + 1, '.');
        claim(t, from, apart ? 4 : 3, "id.numbered", spans);
    }

    /** "run # 24-001188", "screening #S-0017"; "dispense #30" is how many. */
    private static void behindHash(Tokens t, int i, List<PhiSpan> spans) {
        if (!CLINICAL.contains(t.folded(i - 1)) && !t.is(i - 1, WordFacts.UNIT)) {
            claim(t, skipMarks(t, i + 1), 4, "id.numbered", spans);
        }
    }

    /** "@lena_hart77", "@drmoss": no place or time, which stand apart, nor an ordinary word. */
    private static void atHandle(Tokens t, int i, List<PhiSpan> spans) {
        if (t.touches(i) && (t.isWord(i - 1) || t.isNumber(i - 1))) {
            return;
        }
        int end = i + 1;
        boolean odd = false;
        while (end < t.count()
                && t.touches(end)
                && (t.isWord(end)
                        || t.isNumber(end)
                        || t.isMark(end, '.')
                        || t.isMark(end, '_')
                        || t.isMark(end, '-'))) {
            odd |= t.isNumber(end) || t.isMark(end, '_');
            end++;
        }
        while (end > i + 1 && t.isMark(end - 1)) {
            end--;
        }
        boolean unknown = t.isWord(i + 1) && !t.is(i + 1, WordFacts.KNOWN | WordFacts.UNIT) && t.length(i + 1) > 3;
        if (end > i + 1 && t.isWord(i + 1) && (odd || unknown) && t.end(end - 1) - t.start(i) > 4) {
            spans.add(new PhiSpan(t.start(i), t.end(end - 1), PhiClass.OTHER_ID, "id.handle"));
        }
    }

    private static int skipMarks(Tokens t, int from) {
        int at = from;
        while (at < from + 3
                && (t.isMark(at, ':')
                        || t.isMark(at, '.')
                        || t.isMark(at, '#')
                        || t.isMark(at, '=')
                        || t.isMark(at, '\u00ba'))) {
            at++;
        }
        return t.beginsLine(at) ? t.count() : at;
    }

    private static void claim(Tokens t, int from, int fewest, String rule, List<PhiSpan> spans) {
        boolean prefix = t.isWord(from) && ((!t.isUpper(from) && !t.inLowerLine(from)) || t.length(from) > 4);
        if (from >= t.count() || (prefix && !(t.isNumber(from + 1) && t.touches(from + 1)))) {
            return;
        }
        int end = CodeReader.valueEnd(t, from);
        int signs = 0;
        int digits = 0;
        for (int i = from; i < end; i++) {
            signs += t.isMark(i) ? 0 : t.length(i);
            digits += t.isNumber(i) ? t.length(i) : 0;
        }
        boolean unit = t.is(end, WordFacts.UNIT) || t.isMark(end, '%') || (t.isMark(end, '.') && t.isNumber(end + 1));
        boolean word = t.isWord(from) && t.length(from) > 6;
        if (end > from && signs >= fewest && digits >= 2 && !unit && !word) {
            spans.add(new PhiSpan(t.start(from), t.end(end - 1), PhiClass.OTHER_ID, rule));
        }
    }

    /** "skype lena.hart77": with a digit, full stop or underscore in it, or at least no word. */
    private static void handle(Tokens t, int from, List<PhiSpan> spans) {
        int at = t.isMark(from, '@') ? from + 1 : from;
        int end = at;
        boolean odd = at > from;
        while (end < t.count()
                && (end == at || t.touches(end))
                && (t.isWord(end)
                        || t.isNumber(end)
                        || t.isMark(end, '.')
                        || t.isMark(end, '_')
                        || t.isMark(end, '-'))) {
            odd |= end > at && !(t.isMark(end) && !t.touches(end + 1));
            end++;
        }
        while (end > at && t.isMark(end - 1)) {
            end--;
        }
        if (end > at && odd && !t.beginsLine(at) && t.end(end - 1) - t.start(at) >= 4) {
            spans.add(new PhiSpan(t.start(at), t.end(end - 1), PhiClass.OTHER_ID, "id.online"));
        }
    }

    /** "#4471" by itself; "#20" is how many tablets. */
    private static void hash(Tokens t, int at, List<PhiSpan> spans) {
        boolean unit = t.is(at + 1, WordFacts.UNIT) || (t.touches(at + 1) && t.isWord(at + 1) && t.length(at + 1) > 2);
        if (t.length(at) >= 4 && !unit) {
            spans.add(new PhiSpan(t.start(at), t.end(at), PhiClass.OTHER_ID, "id.hash"));
        }
    }

    /** "2 69 05 49 588 157 80": groups of digits with single blanks between, eight digits at least. */
    private static int spaced(Tokens t, int first, List<PhiSpan> spans) {
        int end = first + 1;
        int digits = t.length(first);
        int groups = 1;
        int longest = digits;
        boolean opened = t.isMark(first - 1, '(') && t.isMark(end, ')');
        if (opened) {
            end++;
        }
        while (groups < MOST_GROUPS
                && t.isNumber(end)
                && t.start(end) - t.end(end - 1) == 1
                && t.text.charAt(t.end(end - 1)) == ' '
                && !(t.isMark(end + 1)
                        && t.touches(end + 1)
                        && "/.-,%:".indexOf(t.text.charAt(t.start(end + 1))) >= 0
                        && t.isNumber(end + 2)
                        && t.touches(end + 2))) {
            digits += t.length(end);
            longest = Math.max(longest, t.length(end));
            groups++;
            end++;
        }
        boolean free = !(t.touches(first) && !opened)
                && !(t.isMark(first - 1) && t.touches(first) && !opened && !t.isMark(first - 1, ':'))
                && !t.is(end, WordFacts.UNIT)
                && !t.isMark(end, '%')
                && !(t.isMark(end, 'x') || t.folded(end).equals("x"));
        boolean table = t.start(first) > 0 && groups > 3 && longest < 3 && digits > groups && digits < 2 * groups;
        if (groups > 1
                && digits >= FEWEST_SPACED
                && (groups >= 3 || opened || longest >= 4)
                && free
                && !table
                && !t.is(first - 1, WordFacts.UNIT)) {
            int from = opened ? first - 1 : first;
            spans.add(new PhiSpan(t.start(from), t.end(end - 1), PhiClass.OTHER_ID, "id.groups"));
        }
        return end - 1;
    }
}
