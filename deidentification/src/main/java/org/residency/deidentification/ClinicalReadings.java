package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes out what a rule claimed and medicine reads otherwise: "3/11 nodes", "cycle 4/14", "G5 P2-1-1-3", "CIWA-Ar", a list of
 * procedure codes, numerals of segments, and an eponym alone ("no Ortolani/Barlow") where nothing makes it somebody.
 */
final class ClinicalReadings {
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/clinical-readings.txt");
    private static final Set<String> COUNTED_BEHIND = LISTS.get("counted-behind");
    private static final Set<String> COUNTED_BEFORE = LISTS.get("counted-before");
    private static final Set<String> WHICH_DOSE = WordSet.of("last", "first", "next", "prior", "previous");
    private static final Set<String> CODES = LISTS.get("codes");
    private static final Set<String> SURMISED = WordSet.of(
            "name.unknown",
            "name.first",
            "name.first-last",
            "name.learned",
            "name.companion",
            "name.known",
            "name.aged",
            "place.learned",
            "name.role",
            "name.together");
    private static final Set<String> RESULT = LISTS.get("result");
    private static final Set<String> BEFORE_TERM = LISTS.get("before-term");
    private static final Set<String> NUMERALS = WordSet.of("II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII");
    private static final Set<String> SHORT_TITLES =
            WordSet.of("cm", "pa", "sw", "np", "ms", "col", "fr", "lt", "rn", "st");
    private static final Pattern VOLUME = Pattern.compile("\\d{1,4}/\\d{1,2}\\s?h(?:rs?)?");
    private static final Pattern PARITY =
            Pattern.compile("(?:G\\d{1,2})?P\\d(?:-\\d){1,3}|[GPTAL]\\d{1,2}(?:[GPTAL]\\d{1,2}){1,4}");
    private static final Pattern DIOPTRE = Pattern.compile("[+-]?\\d{1,3}\\.\\d{1,2}");
    private static final Pattern PROCEDURE = Pattern.compile("[A-Z]?\\d{4,5}(?:-\\d{2})?");
    private static final Pattern STAMP = Pattern.compile("(?:19|20)\\d{6} [0-2]\\d[0-5]\\d");
    private static final Set<String> FRACTIONS = WordSet.of("2", "3", "4", "7", "8", "16");
    private static final int CONTEXT = 12;

    private ClinicalReadings() {}

    static void spare(Tokens t, List<PhiSpan> spans) {
        spans.removeIf(span -> isReading(t, span));
    }

    private static boolean isReading(Tokens t, PhiSpan span) {
        int from = t.at(span.start());
        int to = from;
        while (to < t.count() && t.start(to) < span.end()) {
            to++;
        }
        if (to == from) {
            return false;
        }
        return switch (span.phiClass()) {
            case DATE ->
                (span.rule().equals("date.partial") || span.rule().equals("date.learned")) && isCount(t, from, to);
            case NAME, GEOGRAPHY -> isTerm(t, span, from, to);
            case OTHER_ID -> isCode(t, span, from, to);
            case LICENCE, MEDICAL_RECORD -> span.rule().equals("code.label") && BillingReadings.isCode(t, from, to);
            case DEVICE ->
                span.rule().equals("device.label") && t.folded(from - 1).equals("model");
            case PHONE -> DIOPTRE.matcher(t.of(from, to - 1)).matches();
            default -> false;
        };
    }

    private static boolean isCount(Tokens t, int from, int to) {
        if (isFraction(t, from)) {
            return true;
        }
        boolean lastDose = t.folded(from - 1).startsWith("dose") && WHICH_DOSE.contains(t.folded(from - 2));
        if (lastDose) {
            return false;
        }
        return (COUNTED_BEHIND.contains(t.folded(to)) && !t.beginsLine(to))
                || (COUNTED_BEFORE.contains(t.folded(from - 1)) && !t.beginsLine(from) && !t.isMark(to, ':'));
    }

    /** "36 4/7", "5 1/2": weeks and days, or halves, behind a whole; and "mg/m2 5/28", days of a cycle. */
    private static boolean isFraction(Tokens t, int from) {
        int whole = from - 1;
        if (!t.isNumber(whole) || t.beginsLine(from) || !t.isMark(from + 1, '/') || t.length(whole) > 2) {
            return false;
        }
        boolean ofUnit = t.touches(whole) && t.isWord(whole - 1) && t.length(whole - 1) == 1;
        boolean proper = FRACTIONS.contains(t.folded(from + 2))
                && Integer.parseInt(t.folded(from)) < Integer.parseInt(t.folded(from + 2))
                && !(t.touches(whole) && t.isWord(whole - 1));
        return ofUnit || proper;
    }

    private static boolean isCode(Tokens t, PhiSpan span, int from, int to) {
        String value = t.of(from, to - 1);
        return switch (span.rule()) {
            case "id.label" -> to == from + 1 && t.isNumber(from) && t.length(from) <= 2;
            case "id.groups" -> STAMP.matcher(value).matches();
            case "id.unclaimed", "code.label", "id.learned" ->
                BillingReadings.isCode(t, from, to)
                        || (span.rule().equals("id.learned") && CODES.contains(t.folded(from - 1)))
                        || VOLUME.matcher(value).matches()
                        || PARITY.matcher(value).matches()
                        || (PROCEDURE.matcher(value).matches() && isAmongCodes(t, from));
            default -> false;
        };
    }

    /** Back over codes and commas stands what says that they are codes. */
    private static boolean isAmongCodes(Tokens t, int from) {
        for (int i = from - 1; i >= 0 && i > from - CONTEXT * 2; i--) {
            if (CODES.contains(t.folded(i))) {
                return true;
            }
            boolean code = t.isNumber(i) || (t.isMark(i) && !t.isMark(i, '\n')) || (t.isUpper(i) && t.length(i) <= 2);
            if (!code) {
                return false;
            }
        }
        return false;
    }

    private static boolean isTerm(Tokens t, PhiSpan span, int from, int to) {
        String rule = span.rule();
        int last = to - 1;
        boolean single = to == from + 1;
        int title = t.isMark(from - 1, '.') && t.touches(from - 1) ? from - 2 : from - 1;
        if (rule.equals("name.title") && SHORT_TITLES.contains(t.folded(title)) && t.isNumber(title - 1)) {
            return true;
        }
        if (single && t.is(from, WordFacts.PARTICLE) && !t.isCapital(from) && t.isNumber(to)) {
            return true;
        }
        if (rule.equals("name.title")
                && t.is(title, WordFacts.RELATION)
                && t.is(from, WordFacts.EPONYM)
                && Shield.framedBehind(t, from, to)) {
            return true;
        }
        if (AbbreviationReadings.isTerm(t, rule, from, to)) {
            return true;
        }
        if (rule.equals("name.initial") && t.isUpper(last) && t.length(last) <= 4 && !t.inUpperLine(last)) {
            return true;
        }
        if (single && t.isUpper(from) && NUMERALS.contains(t.of(from, from))) {
            return true;
        }
        if (rule.equals("name.label") && single && t.inUpperLine(from) && isPlainBehindHeading(t, from)) {
            return true;
        }
        if (rule.endsWith(".learned") && isPlain(t, rule, from, to)) {
            return true;
        }
        if ((rule.equals("value.known") || rule.equals("place.known"))
                && (Shield.covers(t, from, to) || (Shield.isGrade(t, to) && t.isWord(to) && t.length(to) > 1))) {
            return true;
        }
        if (rule.equals("name.first-last")
                && to == from + 2
                && t.is(from, WordFacts.EPONYM)
                && Shield.isGrade(t, from + 1)) {
            return true;
        }
        if (rule.equals("name.roster") && t.is(from, WordFacts.EPONYM) && Shield.framedBehind(t, from, to)) {
            return true;
        }
        if (rule.equals("name.extension")
                && t.is(from, WordFacts.EPONYM)
                && t.isMark(to, '-')
                && t.is(to + 1, WordFacts.EPONYM)) {
            return true;
        }
        if (!SURMISED.contains(rule)) {
            return false;
        }
        if (single
                && t.isMark(from - 1, '-')
                && t.touches(from)
                && t.isUpper(from - 2)
                && t.is(from - 2, WordFacts.CLINICAL)) {
            return t.length(from) <= 3;
        }
        // "Tm 101.3": a short word that no list of names has, before a value.
        if (single
                && rule.equals("name.unknown")
                && t.length(from) <= 5
                && t.isNumber(to)
                && !t.beginsLine(to)
                && !t.beginsLine(from)
                && !t.isMark(to + 1, '-')
                && !t.is(from, WordFacts.FIRST_NAME | WordFacts.SURNAME)) {
            return true;
        }
        return isBareEponym(t, rule, from, to);
    }

    /** What the tagger took of words that no list of names has: "Age", "EVALUATION", "Na", "Hand-foot-mouth", "Farmer's lung". */
    private static boolean isPlain(Tokens t, String rule, int from, int to) {
        int naming = WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE | WordFacts.EPONYM;
        boolean single = to == from + 1;
        boolean disease = t.isMark(to, '\'') && t.folded(to + 1).equals("s") && t.is(to + 2, WordFacts.CLINICAL);
        boolean compound = t.isMark(to, '-') && t.touches(to) && !t.isCapital(to + 1) && t.is(to + 1, WordFacts.KNOWN);
        if (single && t.is(from, WordFacts.KNOWN) && (disease || compound)) {
            return true;
        }
        if (single && t.is(from, WordFacts.CLINICAL) && t.is(from - 1, WordFacts.UNIT) && t.isNumber(from - 2)) {
            return true;
        }
        if (single && rule.equals("name.learned")) {
            return t.is(from, WordFacts.KNOWN)
                    && (!t.is(from, naming) || (t.is(from, WordFacts.DENIED) && t.isMark(to)));
        }
        for (int i = from; i < to; i++) {
            boolean role = t.is(
                    i,
                    WordFacts.STAFF
                            | WordFacts.LABEL
                            | WordFacts.SERVICE
                            | WordFacts.GENERIC_PLACE
                            | WordFacts.CREDENTIAL
                            | WordFacts.RELATION
                            | WordFacts.DENIED);
            if (t.isWord(i) && !(role && !t.is(i, naming))) {
                return single
                        && (t.isMark(to, ':') || t.isMark(to, '/'))
                        && t.is(i, WordFacts.KNOWN)
                        && !t.is(i, naming);
            }
        }
        return true;
    }

    /** "PT WELL KNOWN", "PATIENT HAS": a heading that is none. */
    private static boolean isPlainBehindHeading(Tokens t, int from) {
        boolean behind = t.folded(from - 1).equals("pt") || t.folded(from - 1).equals("patient");
        boolean doing = t.is(from, WordFacts.NAME_LIKE) && t.is(from + 1, WordFacts.VERB);
        return behind && t.is(from, WordFacts.KNOWN) && !t.afterGap(from) && !doing;
    }

    private static boolean isBareEponym(Tokens t, String rule, int from, int to) {
        boolean named = false;
        for (int i = from; i < to; i++) {
            if (t.isWord(i) && t.length(i) > 1) {
                if (!t.is(i, WordFacts.EPONYM) && !t.folded(i).equals("and")) {
                    return false;
                }
                named |= t.is(i, WordFacts.FIRST_NAME);
            }
        }
        int before = from - 1;
        boolean joined = (t.isMark(before, '/') || t.isMark(before, '-')) && t.touches(from);
        if (joined && t.isMark(before, '-') && BEFORE_TERM.contains(t.folded(before - 1))) {
            return true;
        }
        if (joined && t.is(before - 1, WordFacts.EPONYM) && t.isMark(before, '/')) {
            return true;
        }
        if (BEFORE_TERM.contains(t.folded(before)) && !t.beginsLine(from)) {
            return true;
        }
        boolean resulted = RESULT.contains(t.folded(to)) && !t.beginsLine(to) && !t.isCapital(to);
        boolean both =
                t.folded(to).equals("and") && t.is(to + 1, WordFacts.EPONYM) && RESULT.contains(t.folded(to + 2));
        boolean measured =
                t.isMark(before, '(') && t.isMark(to, ')') && (t.isNumber(before - 1) || t.isMark(before - 1, '%'));
        if (resulted || measured || both) {
            return true;
        }
        if (!rule.equals("name.unknown") && !rule.equals("name.first")) {
            return false;
        }
        boolean person = t.is(to, WordFacts.VERB | WordFacts.CREDENTIAL)
                || t.folded(to).equals("pgy")
                || (t.folded(to).equals("then") && t.beginsSentence(from))
                || (t.isMark(to, '\'') && t.is(to + 2, WordFacts.RELATION))
                || (t.beginsSentence(from) && (t.isMark(to, '(') || t.isMark(to, ',')))
                || t.is(
                        before,
                        WordFacts.TITLE
                                | WordFacts.SOFT_TITLE
                                | WordFacts.RELATION
                                | WordFacts.STAFF
                                | WordFacts.PLACE_PREPOSITION
                                | WordFacts.LABEL)
                || t.folded(before).equals("by")
                || t.folded(before).equals("with")
                || t.folded(before).equals("and");
        return !person && !named && !t.inUpperLine(from);
    }
}
