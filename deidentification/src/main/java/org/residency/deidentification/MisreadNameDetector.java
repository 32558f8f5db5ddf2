package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Names in which a scanner read digits for letters ("G0NZALEZ, TERES4 M"), and labels so read before them ("PAT1ENT:"). */
final class MisreadNameDetector implements PhiDetector {
    private static final Set<String> LABELS =
            WordList.roles("rules/misread-name.txt").get("labels");
    private static final int LONGEST = 24;
    private static final int MOST_PARTS = 5;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int i = 0;
        while (i < t.count()) {
            int end = chunkEnd(t, i);
            if (end > i + 1) {
                chunk(t, i, end, spans);
            } else if (t.isWord(i) && t.isMark(i + 1, ':') && LABELS.contains(t.folded(i))) {
                value(t, i + 2, spans);
            }
            i = Math.max(end, i + 1);
        }
    }

    /** Letters and single digits that touch; where no digit is among them it ends at once. */
    private static int chunkEnd(Tokens t, int from) {
        int at = from;
        while (at < t.count()
                && (at == from || t.touches(at))
                && at - from < LONGEST
                && (t.isWord(at) || (t.isNumber(at) && t.length(at) <= 2))) {
            at++;
        }
        return at;
    }

    private static void chunk(Tokens t, int from, int to, List<PhiSpan> spans) {
        if (letters(t, from, to) < 3 * digits(t, from, to)) {
            return;
        }
        String meant = meant(t, from, to);
        if (t.isMark(to, ':') && LABELS.contains(meant)) {
            value(t, to + 1, spans);
        } else if (meant.length() > 4 && t.isCapital(from) && t.isWord(to - 1)) {
            int facts = t.factsOf(meant);
            boolean name = (facts & (WordFacts.FIRST_NAME | WordFacts.SURNAME)) != 0 && (facts & WordFacts.KNOWN) == 0;
            if (name) {
                spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.NAME, "name.misread"));
            }
        }
    }

    /** Behind a label: words with capitals and at least one misread among them, up to a gap. */
    private static void value(Tokens t, int from, List<PhiSpan> spans) {
        int at = from;
        boolean misread = false;
        for (int parts = 0; parts < MOST_PARTS && at < t.count() && !t.beginsLine(at); parts++) {
            int end = chunkEnd(t, at);
            boolean capital = t.isCapital(at) || (t.isNumber(at) && end > at + 1 && t.isUpper(at + 1));
            if (!capital || (at > from && t.start(at) - t.end(at - 1) > 1)) {
                break;
            }
            misread |= end > at + 1 && letters(t, at, end) > 2 * digits(t, at, end);
            at = end;
            if (t.isMark(at, ',') || t.isMark(at, '.')) {
                at++;
            }
        }
        if (at > from && misread) {
            int last = t.isMark(at - 1) ? at - 2 : at - 1;
            spans.add(new PhiSpan(t.start(from), t.end(last), PhiClass.NAME, "name.misread"));
        }
    }

    private static int letters(Tokens t, int from, int to) {
        int letters = 0;
        for (int i = from; i < to; i++) {
            letters += t.isWord(i) ? t.length(i) : 0;
        }
        return letters;
    }

    private static int digits(Tokens t, int from, int to) {
        return t.end(to - 1) - t.start(from) - letters(t, from, to);
    }

    private static String meant(Tokens t, int from, int to) {
        StringBuilder word = new StringBuilder();
        for (int i = t.start(from); i < t.end(to - 1); i++) {
            char c = t.text.charAt(i);
            word.append(
                    switch (c) {
                        case '0' -> 'o';
                        case '1' -> 'i';
                        case '3' -> 'e';
                        case '4' -> 'a';
                        case '5' -> 's';
                        case '6' -> 'g';
                        case '7' -> 't';
                        case '8' -> 'b';
                        default -> c;
                    });
        }
        return WordFacts.fold(word.toString());
    }
}
