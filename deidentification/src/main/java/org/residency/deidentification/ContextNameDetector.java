package org.residency.deidentification;

import java.util.List;
import java.util.Set;
import org.residency.deidentification.NameReader.Evidence;

/**
 * Names that only the sentence around them gives away, most of them words as well: "adjuster Young", "Will, her husband,
 * hopes", "DR BLOOD DREW", "li from renal", "J.T. hit his head", "UROLOGY: FROST", letters spelled one by one.
 */
final class ContextNameDetector implements PhiDetector {
    private static final int NAMING = WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME;
    private static final int NEVER = WordFacts.TITLE
            | WordFacts.RELATION
            | WordFacts.CREDENTIAL
            | WordFacts.LABEL
            | WordFacts.WEEKDAY
            | WordFacts.MONTH
            | WordFacts.SERVICE
            | WordFacts.UNIT
            | WordFacts.LARGE_PLACE
            | WordFacts.PLACE_PREPOSITION
            | WordFacts.FRAME;
    private static final Set<String> PERSONAL_BEHIND =
            WordSet.of("at", "who", "and", "did", "can", "does", "per", "wants", "re", "about", "for", "works", "to");
    private static final Set<String> WHOSE = WordSet.of("her", "his", "their", "the", "my", "pt's", "a", "an");
    private static final Set<String> COURTESY = WordSet.of("mr", "mrs", "dr", "miss", "mister");
    private static final Set<String> AGED =
            WordSet.of("y", "yo", "yr", "yrs", "year", "years", "m", "f", "male", "female");
    private static final Set<String> SIGNING = WordSet.of(
            "reported",
            "typed",
            "dictated",
            "transcribed",
            "initials",
            "signed",
            "entered",
            "author",
            "by",
            "reporter");
    private static final Set<String> DOING =
            WordSet.of("are", "were", "have", "do", "did", "both", "report", "agree", "live");
    private static final Set<String> OF_A_SERVICE = WordSet.of("from", "of", "in", "with");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (!t.isWord(i)) {
                continue;
            }
            if (t.length(i) == 1) {
                i = SingleLetterNames.read(t, i, spans);
                continue;
            }
            if (t.is(i, WordFacts.TITLE | WordFacts.SOFT_TITLE) && COURTESY.contains(t.folded(i))) {
                plainWordBehindTitle(t, i, spans);
            }
            if (t.is(i, WordFacts.STAFF | WordFacts.SOFT_TITLE | WordFacts.RELATION)) {
                behindRole(t, i, spans);
            }
            if (t.is(i, WordFacts.SERVICE | WordFacts.STAFF) && t.isMark(i + 1, ':')) {
                labelled(t, i + 2, spans);
            }
            if (t.isMark(i + 1, ':') && t.isUpper(i + 2) && SIGNING.contains(t.folded(i))) {
                initialed(t, i + 2, spans);
            }
            if (t.folded(i).equals("name")
                    && (t.folded(i + 1).equals("as") || t.folded(i + 1).equals("is"))) {
                int at = t.isMark(i + 2, '"') ? i + 3 : i + 2;
                if (t.letterIsCapital(at) || t.inLowerLine(at)) {
                    int end = Math.max(at + 1, NameReader.end(t, at, Evidence.SURE, false));
                    spans.add(span(t, at, end, "name.told"));
                }
            }
            if (t.letterIsCapital(i)) {
                apposition(t, i, spans);
                together(t, i, spans);
            } else if (t.inLowerLine(i)) {
                ofService(t, i, spans);
            }
        }
    }

    /** "DR BLOOD DREW", "mrs love says": a word that is a name as well, where the case of letters says nothing. */
    private static void plainWordBehindTitle(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        if (t.isMark(at, '.') && t.touches(at)) {
            at++;
        }
        if (!t.isWord(at) || t.beginsLine(at) || t.length(at) < 2 || t.is(at, NEVER | WordFacts.STREET_SURE)) {
            return;
        }
        boolean doctor = t.folded(i).equals("dr") && t.isUpper(i) && t.inUpperLine(at) && !t.isNumber(i - 1);
        boolean upper =
                doctor && (t.is(at, NAMING) || !t.is(at, WordFacts.VERB | WordFacts.DENIED)) && !t.isMark(at + 1, ':');
        boolean lower = t.inLowerLine(at)
                && t.is(at, NAMING | WordFacts.EPONYM)
                && !t.is(at, WordFacts.VERB | WordFacts.DENIED);
        if (upper || lower) {
            spans.add(span(t, at, at + 1, "name.title"));
        }
    }

    /** "adjuster Young", "caseworker Dawn", "sitter Tammy" and in small letters names of the lists. */
    private static void behindRole(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        boolean june = t.is(i, WordFacts.RELATION)
                && t.is(at, WordFacts.MONTH)
                && t.is(at, WordFacts.FIRST_NAME)
                && t.length(at) > 3;
        if (!t.isWord(at) || t.beginsLine(at) || (t.is(at, NEVER) && !june)) {
            return;
        }
        boolean mixed = t.letterIsCapital(at)
                && !t.inUpperLine(at)
                && (!t.isCapital(i) || t.beginsSentence(i))
                && !t.is(at, WordFacts.FACILITY)
                && (t.is(at, NAMING) || (NameReader.isUnknown(t, at) && !t.isMixedAbbreviation(at)));
        boolean lower = t.inLowerLine(at)
                && t.is(at, WordFacts.FIRST_NAME)
                && !t.is(at, WordFacts.DENIED | WordFacts.CLINICAL | WordFacts.VERB)
                && (!t.is(at, WordFacts.COMMON)
                        || t.isMark(at + 1)
                        || at + 1 == t.count()
                        || june
                        || t.is(at + 1, WordFacts.VERB)
                        || PERSONAL_BEHIND.contains(t.folded(at + 1)));
        if ((mixed && !Shield.covers(t, at, at + 1)) || lower) {
            int end = NameReader.end(t, at, Evidence.LIKELY, false);
            spans.add(span(t, at, Math.max(end, at + 1), "name.role"));
        }
    }

    /** "UROLOGY: FROST", "Team: Ostrander (R3)": one or two words that are names, then nothing more. */
    private static void labelled(Tokens t, int from, List<PhiSpan> spans) {
        int end = from;
        while (end < from + 3
                && t.isCapital(end)
                && !t.beginsLine(end)
                && t.length(end) > 1
                && !(t.isUpper(end) && t.length(end) <= 3 && !t.inUpperLine(end))
                && !t.is(end, NEVER)
                && (t.is(end, NAMING) || NameReader.isUnknown(t, end))
                && !(t.is(end, WordFacts.DENIED | WordFacts.CLINICAL) && !t.is(end, WordFacts.NAME_LIKE))) {
            end++;
        }
        // "Assistant: Fu."
        if (end == from
                && t.letterIsCapital(from)
                && t.length(from) == 2
                && t.is(from - 2, WordFacts.STAFF)
                && !t.is(from, WordFacts.TITLE | WordFacts.CREDENTIAL)) {
            end = from + 1;
        }
        boolean closed = end == t.count() || t.isMark(end) || t.beginsLine(end);
        if (end > from && closed && !Shield.covers(t, from, end)) {
            spans.add(span(t, from, end, "name.label"));
        }
    }

    /** "Will, her husband, hopes to join", "Major King, a retired baker". */
    private static void apposition(Tokens t, int i, List<PhiSpan> spans) {
        if (t.inUpperLine(i) || t.touches(i)) {
            return;
        }
        int end = i;
        while (end < i + 3
                && t.letterIsCapital(end)
                && t.is(end, NAMING)
                && !t.is(end, NEVER)
                && !t.beginsLine(end + 1)) {
            end++;
        }
        if (end == i || !t.isMark(end, ',') || !WHOSE.contains(t.folded(end + 1)) || t.isCapital(end + 1)) {
            return;
        }
        boolean relative = t.is(end + 2, WordFacts.RELATION | WordFacts.STAFF) || t.is(end + 3, WordFacts.RELATION);
        if (relative || (end - i == 2 && !t.is(i, WordFacts.DENIED | WordFacts.CLINICAL))) {
            spans.add(span(t, i, end, "name.apposition"));
        }
    }

    /** "Reported: HJW". */
    private static void initialed(Tokens t, int at, List<PhiSpan> spans) {
        boolean closed = t.isMark(at + 1) || t.beginsLine(at + 1) || at + 1 == t.count();
        if (t.length(at) >= 2 && t.length(at) <= 3 && closed && !t.is(at, WordFacts.KNOWN | WordFacts.CREDENTIAL)) {
            spans.add(span(t, at, at + 1, "name.initials"));
        }
    }

    /** "clive 71 yrs". */
    private static boolean isAged(Tokens t, int i) {
        return t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME)
                && !t.is(i, WordFacts.KNOWN)
                && t.isNumber(i + 1)
                && t.length(i + 1) <= 2
                && AGED.contains(t.folded(i + 2));
    }

    /** "Olive and Basil are twins": two that may be names, and what people do or are. */
    private static void together(Tokens t, int i, List<PhiSpan> spans) {
        boolean pair = t.folded(i + 1).equals("and") || t.isMark(i + 1, '&');
        int latter = i + 2;
        if (pair
                && t.letterIsCapital(latter)
                && (isPerson(t, i)
                        ? isPerson(t, latter) || NameReader.isUnknown(t, latter)
                        : isPerson(t, latter) && NameReader.isUnknown(t, i))
                && (t.is(latter + 1, WordFacts.VERB) || DOING.contains(t.folded(latter + 1)) || t.isMark(latter + 1))) {
            spans.add(span(t, i, i + 1, "name.together"));
            spans.add(span(t, latter, latter + 1, "name.together"));
        }
    }

    private static boolean isPerson(Tokens t, int i) {
        return t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME)
                && !t.is(i, NEVER | WordFacts.CLINICAL | WordFacts.DENIED | WordFacts.FACILITY)
                && !t.inUpperLine(i)
                && !Shield.covers(t, i, i + 1);
    }

    /** "li from renal": in small letters only what the lists have as a surname. */
    private static void ofService(Tokens t, int i, List<PhiSpan> spans) {
        if (isAged(t, i)) {
            spans.add(span(t, i, i + 1, "name.aged"));
        } else if (t.is(i, WordFacts.SURNAME | WordFacts.FIRST_NAME)
                && !t.is(i, WordFacts.KNOWN | WordFacts.UNIT)
                && OF_A_SERVICE.contains(t.folded(i + 1))
                && t.is(i + 2, WordFacts.SERVICE | WordFacts.CLINICAL)
                && !t.is(i - 1, WordFacts.CLINICAL)) {
            spans.add(span(t, i, i + 1, "name.service"));
        }
    }

    static PhiSpan span(Tokens t, int from, int to, String rule) {
        int last = t.isMark(to - 1) && to - 1 > from && !rule.equals("name.initials") ? to - 2 : to - 1;
        return new PhiSpan(t.start(from), t.end(last), PhiClass.NAME, rule);
    }
}
