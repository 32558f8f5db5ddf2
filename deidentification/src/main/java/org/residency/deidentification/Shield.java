package org.residency.deidentification;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What keeps a word that might be a name: it stands in the name of a disease or test ("Parkinson disease", "circle of
 * Willis"), has a grade or result behind it ("Gleason 3"), or a dose ("Zyxtra 10 mg"). No word is protected by itself.
 */
final class Shield {
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/shield.txt");
    private static final Set<String> ROMAN = LISTS.get("roman");
    private static final int REACH = 3;
    private static final Set<String> OF_WHOM = LISTS.get("of-whom");
    private static final Set<String> RESULTS = LISTS.get("results");
    private static final Set<String> WEIGHTS = WordSet.of("kg", "lb", "lbs", "oz", "pounds", "cm", "inches");
    private static final Set<String> RESULT_ONLY = LISTS.get("result-only");
    /** Places a scale is named after: "Amsterdam II", "Prague C2M4". */
    private static final Set<String> SCALE_PLACES =
            WordList.words("scale-places.txt").stream().map(WordFacts::fold).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> OF_A_SCALE = LISTS.get("of-a-scale");
    /** Shapes of polyps: "Paris Is". */
    private static final Set<String> POLYPS = WordSet.of("Is", "Ip", "Isp");

    private static final Set<String> JOINING = WordSet.of("and", "or", "s");

    private Shield() {}

    /** Whether the words from token {@code from} to before {@code to} belong to a medical term. */
    static boolean covers(Tokens t, int from, int to) {
        return framedBehind(t, from, to)
                || framedBefore(t, from)
                || dosed(t, to)
                || graded(t, from, to)
                || inTerm(t, from, to);
    }

    /** Every word of it belongs to a term of several words. */
    private static boolean inTerm(Tokens t, int from, int to) {
        boolean held = false;
        for (int i = from; i < to; i++) {
            if (t.isWord(i) && t.length(i) > 1) {
                if (!KeptTerms.ofTheLibrary().hold(t, i)) {
                    return false;
                }
                held = true;
            }
        }
        return held;
    }

    /** Whether a word of disease, sign or device follows, with none but other such names between. */
    static boolean framedBehind(Tokens t, int from, int to) {
        for (int i = from; i < to; i++) {
            if (i > from && t.is(i, WordFacts.FRAME) && (t.is(i - 1, WordFacts.EPONYM) || !t.isCapital(i))) {
                return true;
            }
        }
        int at = to;
        for (int words = 0; words < REACH && at < t.count(); at++) {
            if (t.isMark(at)) {
                if (t.isMark(at, '\'') || t.isMark(at, '-') || t.isMark(at, '/')) {
                    continue;
                }
                return false;
            }
            if (!t.isWord(at)) {
                return false;
            }
            if (t.is(at, WordFacts.FRAME)) {
                return true;
            }
            if (JOINING.contains(t.folded(at))) {
                continue;
            }
            boolean another =
                    t.isCapital(at) && (t.is(at, WordFacts.EPONYM) || (t.isMark(at - 1, '-') && t.touches(at)));
            if (!another) {
                return false;
            }
            words++;
        }
        return false;
    }

    private static boolean framedBefore(Tokens t, int from) {
        int before = from - 1;
        if (t.folded(before).equals("the")) {
            before--;
        }
        return t.folded(before).equals("of") && OF_WHOM.contains(t.folded(before - 1));
    }

    /** A strength or an amount follows, as behind the name of a drug. */
    static boolean dosed(Tokens t, int to) {
        int at = to;
        if (t.is(at, WordFacts.CLINICAL) && t.isWord(at) && !t.isCapital(at)) {
            at++;
        }
        if (!t.isNumber(at) || t.beginsLine(at)) {
            return false;
        }
        int behind = at + 1;
        while (behind < t.count()
                && ((t.isMark(behind)
                                && (t.isMark(behind, '.')
                                        || t.isMark(behind, '/')
                                        || t.isMark(behind, '-')
                                        || t.isMark(behind, ','))
                                && t.touches(behind))
                        || (t.isNumber(behind) && t.touches(behind)))) {
            behind++;
        }
        // "Arlo 4.12 kg" is weighed, not given.
        boolean weighed = WEIGHTS.contains(t.folded(behind))
                && t.is(to - 1, WordFacts.FIRST_NAME)
                && !t.is(to - 1, WordFacts.CLINICAL);
        return (t.is(behind, WordFacts.UNIT) && !weighed) || t.isMark(behind, '%');
    }

    private static boolean graded(Tokens t, int from, int to) {
        // The numeral was read as the end of a name: "Clark IV".
        if (to == from + 2 && ROMAN.contains(t.folded(to - 1)) && t.is(from, WordFacts.EPONYM)) {
            return true;
        }
        boolean place =
                (to == from + 1 || (to == from + 2 && isGrade(t, to - 1))) && SCALE_PLACES.contains(t.folded(from));
        if (place && (isGrade(t, from + 1) || OF_A_SCALE.contains(t.folded(from + 1)))) {
            return true;
        }
        if (t.is(to - 1, WordFacts.EPONYM) && isGrade(t, to)) {
            return true;
        }
        if (!anyIs(t, from, to, WordFacts.EPONYM | WordFacts.CLINICAL) && !RESULT_ONLY.contains(t.folded(to))) {
            return false;
        }
        return RESULTS.contains(t.folded(to))
                || (t.isNumber(to)
                        && !t.beginsLine(to)
                        && t.length(to) <= 3
                        && !(t.isMark(to + 1, '-') && t.isNumber(to + 2)))
                || ROMAN.contains(t.folded(to));
    }

    /** "II", "IIa", "C2M4", "B2", "0-IIa". */
    static boolean isGrade(Tokens t, int i) {
        if (i >= t.count() || t.beginsLine(i)) {
            return false;
        }
        if (t.isWord(i)) {
            boolean letter = t.isUpper(i) && t.length(i) == 1 && t.isNumber(i + 1) && t.touches(i + 1);
            boolean numeral = ROMAN.contains(t.folded(i)) && (t.isUpper(i) || t.length(i) > 1);
            return numeral || letter || POLYPS.contains(t.of(i, i));
        }
        return t.isNumber(i)
                && t.length(i) == 1
                && (!t.touches(i + 1) || t.isMark(i + 1))
                && !(t.isMark(i + 1, '-') && t.isNumber(i + 2))
                && !t.isNumber(i + 1);
    }

    private static boolean anyIs(Tokens t, int from, int to, int bits) {
        for (int i = from; i < to; i++) {
            if (t.is(i, bits)) {
                return true;
            }
        }
        return false;
    }
}
