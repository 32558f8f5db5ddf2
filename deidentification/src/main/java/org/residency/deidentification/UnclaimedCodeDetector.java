package org.residency.deidentification;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Long numbers and mixed codes that no clinical reading claims. A run of five digits is an identifier unless a unit
 * follows, a laboratory word stands before it, or it belongs to a public catalogue (PMID, NCT, rs, ICD, CPT, LOINC).
 */
final class UnclaimedCodeDetector implements PhiDetector {
    private static final int FEWEST_DIGITS = 5;
    private static final int CONTEXT = 48;
    private static final int LONGEST = 64;
    private static final Pattern PUBLIC =
            Pattern.compile("rs\\d.*|(?i)(?:nct|isrctn|pmid|pmc|omim|cid|mesh|chebi|doi|icd)[-:]?\\d.*|10\\.\\d{4,}.*");
    private static final Pattern PUBLIC_BEFORE = Pattern.compile(
            "(?i)(?:pmid|pmc|nct|omim|icd(?:-?\\d{1,2})?(?:-cm)?|cpt|loinc|snomed(?: ct)?|hcpcs|rxnorm|umls|doi|isbn|mim|atc|ndc)(?: codes?| number| no\\.?)?[ :#(]{0,3}(?:[A-Z]?\\d{3,5}(?:\\.\\d{1,2})?,? (?:and )?){0,6}$");
    private static final Pattern LABORATORY_BEFORE = Pattern.compile(
            "(?i)\\b(?:wbcs?|rbcs?|plts?|platelets?|counts?|cd4\\+?|cd8\\+?|viral load|load|bnp|probnp|nt-probnp|ferritin|cpk|ck|ldh|hcg|troponin|leukocytes?|leukocytosis|neutrophils?|thrombocytes?|lymphocytes?|eosinophils?|titers?|copies|cfu|cells|amylase|lipase|ast|alt|myoglobin|alpha-fetoprotein|afp|dimer|n|approximately|about|over|than|cost|costs)\\b[^\\d\\n]{0,24}$");
    private static final Pattern UNIT_AFTER = Pattern.compile(
            "^(?:\\s?(?:%|/|x10|\u00d7|mg|mcg|\u00b5g|ug|g\\b|kg|mL|ml|L\\b|dL|IU|U\\b|units?|mEq|mmol|mol|nmol|pmol|pg|ng|cells?|copies|WBC|RBC|platelets|colonies|colony|CFU|cfu|kcal|cal\\b|Hz|kHz|Da\\b|kDa|bp\\b|kb|Gy|cGy|mm|cm|nm|"
                    + "patients|people|persons|women|men|children|infants|births|cases|participants|subjects|individuals|adults|steps|population|per|hours|days|years|residents|deaths|live|person|hospital|new|annual|dollars|volts|leukocytes|neutrophils|to \\d))");
    private static final Pattern RANGE = Pattern.compile(
            "[CTLSQ]\\d{1,2}-[CTLSQ]?\\d{1,2}|\\d{1,6}(?:\\.\\d+)?s?-\\d{1,6}(?:\\.\\d+)?s?(?:/\\p{L}{1,3}\\d?)?");
    /** "24-001188": no range ends in so much more than it began with, nor in a nought. */
    private static final Pattern NUMBERED = Pattern.compile("\\d{1,2}-(?:\\d{5,}|0\\d{3,})");

    private static final Pattern OBSTETRIC = Pattern.compile("[Gg]\\d{1,2}[Pp]\\d{1,4}(?:-\\d)?(?:[A-Z]\\d){0,3}");
    private static final Pattern DECIMAL_OR_FRACTION = Pattern.compile(
            "\\d{1,6}\\.\\d++(?:[/-]\\d{1,6}\\.\\d++)*+|\\d{1,4}/\\d{1,4}\\.\\d{1,2}|\\d{1,4}\\.\\d{1,2}/\\d{1,4}|\\d{1,5}/\\d{1,5}(?:/\\d{1,3})?");
    private static final Pattern SLASHED =
            Pattern.compile("[+-]?\\d{1,3}(?:\\.\\d{1,3})?(?:/[+-]?(?:\\d{1,3}(?:\\.\\d{1,3})?|\\.\\d{1,3})){2,5}");
    private static final Pattern ACUITY = Pattern.compile("20/\\d{2,3}[+-]\\d");
    private static final Pattern CHEMICAL = Pattern.compile("\\p{Ll}{3,}");
    private static final Pattern ROUND = Pattern.compile("[1-9]\\d?0{4,}");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int i = 0;
        while (i < t.count()) {
            int from = i;
            int digits = 0;
            do {
                digits += t.isNumber(i) ? t.length(i) : 0;
                i++;
            } while (i < t.count() && t.touches(i) && isInside(t, i));
            if (digits >= FEWEST_DIGITS || (digits == FEWEST_DIGITS - 1 && isMixed(t, from, i))) {
                code(t, from, i, spans);
            }
        }
    }

    /** A capital letter and a mark among four digits: "A12-B34"; not a procedure's J1885 nor a drug in a trial. */
    private static boolean isMixed(Tokens t, int from, int to) {
        int capitals = 0;
        int marks = 0;
        int groups = 0;
        for (int i = from; i < to; i++) {
            if (t.isWord(i)) {
                if (!t.isUpper(i) || t.length(i) > 4 || t.is(i, WordFacts.CLINICAL)) {
                    return false;
                }
                capitals++;
            } else if (t.isNumber(i)) {
                groups++;
            } else {
                marks += t.isMark(i, '.') ? 0 : 1;
            }
        }
        boolean lettered = t.isWord(from) && t.length(from) == 1 && capitals == 1 && t.isMark(from + 1, '-');
        return capitals > 0 && marks > 0 && (groups > 1 || capitals > 1 || lettered);
    }

    private static boolean isInside(Tokens t, int i) {
        return t.isWord(i) || t.isNumber(i) || "-/_.".indexOf(t.text.charAt(t.start(i))) >= 0;
    }

    private static void code(Tokens t, int first, int behind, List<PhiSpan> spans) {
        int from = first;
        int to = behind;
        while (to > from && t.isMark(to - 1)) {
            to--;
        }
        while (from < to && t.isMark(from)) {
            from++;
        }
        // What is longer than any code is noise; it goes as a whole.
        String token = t.text.substring(t.start(from), Math.min(t.end(to - 1), t.start(from) + LONGEST));
        if (isIdentifier(token, t.text, t.start(from), t.end(to - 1))) {
            spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.OTHER_ID, "id.unclaimed"));
        }
    }

    private static boolean isIdentifier(String token, String text, int start, int end) {
        long digits = token.chars().filter(c -> c >= '0' && c <= '9').count();
        if (PUBLIC.matcher(token).matches()) {
            return false;
        }
        if (OBSTETRIC.matcher(token).matches()) {
            return false;
        }
        if ((RANGE.matcher(token).matches()
                        && digits < 10
                        && !NUMBERED.matcher(token).matches())
                || DECIMAL_OR_FRACTION.matcher(token).matches()
                || ROUND.matcher(token).matches()) {
            return false;
        }
        // Settings and gases stand between slashes, three digits each at most.
        if (token.indexOf('/') > 0 && SLASHED.matcher(token).matches()) {
            return false;
        }
        if (ACUITY.matcher(token).matches()) {
            return false;
        }
        // Names of chemicals and of genes mix letters and digits, with words of three letters and more.
        if (CHEMICAL.matcher(token).find()) {
            return false;
        }
        String before = text.substring(Math.max(0, start - CONTEXT), start);
        if (PUBLIC_BEFORE.matcher(before).find() || before.endsWith("$") || (before.endsWith(",") && digits < 7)) {
            return false;
        }
        boolean allDigits = digits == token.length();
        String after = text.substring(end, Math.min(text.length(), end + CONTEXT));
        return !(allDigits
                && digits < 9
                && (LABORATORY_BEFORE.matcher(before).find()
                        || UNIT_AFTER.matcher(after).find()));
    }
}
