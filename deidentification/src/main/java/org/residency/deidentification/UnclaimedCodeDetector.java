package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Long numbers and mixed codes that no clinical reading claims. A run of five digits is an identifier unless a unit
 * follows, a laboratory word stands before it, or it belongs to a public catalogue (PMID, NCT, rs, ICD, CPT, LOINC).
 */
final class UnclaimedCodeDetector implements PhiDetector {
    private static final int FEWEST_DIGITS = 5;
    private static final int CONTEXT = 48;
    private static final Pattern TOKEN =
            Pattern.compile("(?<![\\p{L}\\p{N}._/+-])[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_/-]|\\.(?=\\p{N}))*+");
    private static final Pattern PUBLIC =
            Pattern.compile("(?i)(?:rs|nct|isrctn|pmid|pmc|omim|cid|mesh|chebi|doi|icd)[-:]?\\d.*|10\\.\\d{4,}.*");
    private static final Pattern PUBLIC_BEFORE = Pattern.compile(
            "(?i)(?:pmid|pmc|nct|omim|icd(?:-?\\d{1,2})?(?:-cm)?|cpt|loinc|snomed(?: ct)?|hcpcs|rxnorm|umls|doi|isbn|mim|atc)(?: codes?| number| no\\.?)?[ :#(]{0,3}$");
    private static final Pattern LABORATORY_BEFORE = Pattern.compile(
            "(?i)\\b(?:wbcs?|rbcs?|plts?|platelets?|counts?|cd4\\+?|cd8\\+?|viral load|load|bnp|probnp|nt-probnp|ferritin|cpk|ck|ldh|hcg|troponin|leukocytes?|leukocytosis|neutrophils?|thrombocytes?|lymphocytes?|eosinophils?|titers?|copies|cfu|cells|amylase|lipase|ast|alt|myoglobin|alpha-fetoprotein|afp|dimer|n|approximately|about|over|than|cost|costs)\\b[^\\d\\n]{0,24}$");
    private static final Pattern UNIT_AFTER = Pattern.compile(
            "^(?:\\s?(?:%|/|x10|\u00d7|mg|mcg|\u00b5g|ug|g\\b|kg|mL|ml|L\\b|dL|IU|U\\b|units?|mEq|mmol|mol|nmol|pmol|pg|ng|cells?|copies|WBC|RBC|platelets|colonies|colony|CFU|cfu|kcal|cal\\b|Hz|kHz|Da\\b|kDa|bp\\b|kb|Gy|cGy|mm|cm|nm|"
                    + "patients|people|persons|women|men|children|infants|births|cases|participants|subjects|individuals|adults|steps|population|per|hours|days|years|residents|deaths|live|person|hospital|new|annual|dollars|volts|leukocytes|neutrophils|to \\d))");
    private static final Pattern RANGE =
            Pattern.compile("\\d{1,6}(?:\\.\\d+)?-\\d{1,6}(?:\\.\\d+)?(?:/\\p{L}{1,3}\\d?)?");
    private static final Pattern DECIMAL_OR_FRACTION =
            Pattern.compile("\\d{1,6}\\.\\d++(?:[/-]\\d{1,6}\\.\\d++)*+|\\d{1,5}/\\d{1,5}(?:/\\d{1,3})?");
    private static final Pattern ROUND = Pattern.compile("[1-9]\\d?0{4,}");

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            int end = matcher.end();
            while (end > matcher.start() && "-/_.".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            String token = text.substring(matcher.start(), end);
            if (isIdentifier(token, text, matcher.start(), end)) {
                spans.add(new PhiSpan(matcher.start(), end, PhiClass.OTHER_ID, "id.unclaimed"));
            }
        }
        return spans;
    }

    private static boolean isIdentifier(String token, String text, int start, int end) {
        long digits = token.chars().filter(c -> c >= '0' && c <= '9').count();
        if (digits < FEWEST_DIGITS || PUBLIC.matcher(token).matches()) {
            return false;
        }
        if ((RANGE.matcher(token).matches() && digits < 10)
                || DECIMAL_OR_FRACTION.matcher(token).matches()
                || ROUND.matcher(token).matches()) {
            return false;
        }
        // Names of chemicals and of genes mix letters and digits, with words of three letters and more.
        if (token.matches(".*\\p{Ll}{3,}.*")) {
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
