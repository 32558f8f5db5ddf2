package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Names before a credential ("X, RN") and nicknames between quotes. */
final class NamesBeforeCredentials {
    private static final Set<String> KNOWN_AS =
            WordSet.of("known", "called", "goes", "nickname", "formerly", "aka", "alias", "nicknamed");

    private NamesBeforeCredentials() {}

    /** The name before MD or RN. */
    static void credential(Tokens t, int i, List<PhiSpan> spans) {
        if (t.touches(i + 1) && (t.isNumber(i + 1) || (t.isMark(i + 1, '-') && t.isNumber(i + 2)))) {
            return;
        }
        boolean comma = t.isMark(i - 1, ',');
        int last = comma ? i - 2 : i - 1;
        boolean upper =
                t.isUpper(i) || t.folded(i).equals("pharmd") || t.folded(i).equals("phd");
        boolean signature = comma
                && t.isWord(last)
                && t.length(last) <= 3
                && t.isMark(last - 1, '-')
                && !t.is(last, WordFacts.KNOWN);
        if (signature) {
            spans.add(TriggeredNameDetector.span(t, last, last + 1, "name.credential"));
            return;
        }
        if (last < 0 || t.beginsLine(i) || !(upper || t.inLowerLine(i)) || (!comma && !upper && !t.inLowerLine(i))) {
            return;
        }
        if (t.isMark(last, '.') && (t.length(last - 1) <= 2)) {
            last--;
        }
        if (!t.isWord(last) || t.is(last, WordFacts.CREDENTIAL | WordFacts.SERVICE)) {
            return;
        }
        boolean initials = comma && t.length(last) <= 3 && t.isMark(last - 1, '-');
        if (initials) {
            spans.add(TriggeredNameDetector.span(t, last, last + 1, "name.credential"));
            return;
        }
        if (!acceptableBefore(t, last, comma)) {
            return;
        }
        int first = last;
        for (int words = 1; words < 4; words++) {
            int before = first - 1;
            if (t.isMark(before, '.') && t.touches(before) && t.length(before - 1) == 1) {
                before--;
            } else if (t.isMark(before, '-') && t.touches(before) && t.touches(first)) {
                before--;
            }
            boolean fits = t.isWord(before)
                    && !t.beginsLine(first)
                    && (t.isCapital(before) == t.isCapital(last) || t.is(before, WordFacts.PARTICLE))
                    && (acceptableBefore(t, before, false)
                            || t.length(before) == 1
                            || t.is(before, WordFacts.PARTICLE));
            if (!fits || t.is(before, WordFacts.TITLE | WordFacts.CREDENTIAL)) {
                break;
            }
            first = before;
        }
        spans.add(TriggeredNameDetector.span(t, first, last + 1, "name.credential"));
    }

    private static boolean acceptableBefore(Tokens t, int i, boolean comma) {
        if (t.isCapital(i) && !t.inUpperLine(i)) {
            boolean plain = t.is(i, WordFacts.DENIED) || (t.is(i, WordFacts.KNOWN) && !comma);
            return t.length(i) > 1
                    && (!plain || t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME))
                    && !(t.isUpper(i) && t.is(i, WordFacts.CLINICAL));
        }
        return NameReader.isUnknown(t, i)
                || (t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME) && !t.is(i, WordFacts.CLINICAL | WordFacts.VERB))
                || (t.is(i, WordFacts.NAME_LIKE)
                        && (comma
                                || (t.isUpper(i) && !t.is(i, WordFacts.CLINICAL | WordFacts.VERB | WordFacts.DENIED))));
    }

    /** "Wayne" or ("Kevin") behind a name or where somebody tells what he is called. */
    static void nickname(Tokens t, int i, List<PhiSpan> spans) {
        if (t.letterIsCapital(i + 1) && t.isMark(i + 2, '"') && !t.is(i + 1, WordFacts.CLINICAL)) {
            boolean told = KNOWN_AS.contains(t.folded(i - 1)) || KNOWN_AS.contains(t.folded(i - 2));
            boolean behindName = (t.isMark(i - 1, '(') && t.isCapital(i - 2))
                    || (t.letterIsCapital(i - 1) && t.letterIsCapital(i + 3));
            if (told || behindName) {
                spans.add(TriggeredNameDetector.span(t, i + 1, i + 2, "name.called"));
            }
        }
    }
}
