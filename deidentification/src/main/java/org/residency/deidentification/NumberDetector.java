package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Numbers that their shape gives away: social security, Medicare, VIN, plates after a word of driving, cards. */
final class NumberDetector implements PhiDetector {
    private static final List<PatternRule> AT_NUMBER = List.of(
            PatternRule.of("ssn.shape", PhiClass.SSN, "(?<![\\d-])(\\d{3}-\\d{2}-\\d{4})(?![\\d-])"),
            PatternRule.of(
                    "plan.mbi",
                    PhiClass.HEALTH_PLAN,
                    "(?<![\\w-])([1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y]{2}\\d{2})(?![\\w-])"),
            PatternRule.of(
                    "account.card",
                    PhiClass.ACCOUNT,
                    "(?<![\\d-])((?:\\d{4}[ -]){3}\\d{3,4}|\\d{4}[ -]\\d{6}[ -]\\d{5})(?![\\d-])"));
    private static final List<PatternRule> AT_CODE = List.of(
            PatternRule.of(
                    "vehicle.vin",
                    PhiClass.VEHICLE,
                    "(?<!\\w)((?=[A-HJ-NPR-Z0-9]{0,16}\\d)(?=[0-9]{0,16}[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{11}\\d{6})(?!\\w)"),
            PatternRule.of(
                    "account.iban",
                    PhiClass.ACCOUNT,
                    "(?<!\\w)([A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?)(?!\\w)"),
            PatternRule.of("licence.dea", PhiClass.LICENCE, "(?<!\\w)([ABFGMPRX][A-Z]\\d{7})(?!\\w)"));
    private static final List<PatternRule> SOCIAL = List.of(
            PatternRule.of(
                    "ssn.spaced",
                    PhiClass.SSN,
                    "(?i)(?:SSN|SS#|soc(?:ial)?\\.?)[^\\d\\n]{0,30}((?:\\d[ .-]?){8}\\d)(?!\\d)"),
            PatternRule.of(
                    "ssn.tail",
                    PhiClass.SSN,
                    "(?i)(?:SSN|social)\\b[^.\\n\\d]{0,40}(?:last (?:four|4)|ending)[^.\\n\\d]{0,12}(\\d{4})\\b"));
    private static final PatternRule MASKED_SSN =
            PatternRule.of("ssn.masked", PhiClass.SSN, "((?:[Xx*#]{3}-?[Xx*#]{2}-?)\\d{4})(?!\\d)");
    private static final PatternRule UDI = PatternRule.of(
            "device.udi", PhiClass.DEVICE, "(\\(01\\) ?\\d{14}(?: ?\\(\\d{2,3}\\) ?[A-Za-z0-9-]{1,20}){0,6})");
    private static final PatternRule PLATE = PatternRule.of(
            "vehicle.plate",
            PhiClass.VEHICLE,
            "(?i:plates?|tags?|registered|car|truck|drives|vehicle|motorcycle|sedan|van)\\b[^.\\n]{0,25}?[ (:]((?=[A-Z0-9-]{0,8}\\d)[A-Z]{1,3}[ -]?\\d{2,4}[A-Z]{0,3}|\\d{1,3}[ -][A-Z]{2,3}(?:[ -]?\\d{0,4})|[A-Z]\\d{2,3} [A-Z]{3}|[A-Z]{2,4} \\d{3,4})(?![\\w-])");
    private static final Set<String> DRIVING = WordSet.of(
            "plate",
            "plates",
            "tag",
            "tags",
            "registered",
            "car",
            "truck",
            "drives",
            "vehicle",
            "motorcycle",
            "sedan",
            "van");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            int at = t.start(i);
            if (t.isNumber(i)) {
                boolean code = !t.touches(i) && t.isWord(i + 1) && t.touches(i + 1) && t.isUpper(i + 1);
                if (t.length(i) == 3 || t.length(i) == 4 || (t.length(i) == 1 && code)) {
                    tryAll(AT_NUMBER, t.text, at, spans);
                }
                if (code) {
                    tryAll(AT_CODE, t.text, at, spans);
                }
            } else if (t.isWord(i)) {
                if (t.isUpper(i) && t.isNumber(i + 1) && t.touches(i + 1) && !t.touches(i)) {
                    tryAll(AT_CODE, t.text, at, spans);
                }
                String word = t.folded(i);
                if (word.equals("ssn") || word.equals("ss") || word.equals("social") || word.equals("soc")) {
                    tryAll(SOCIAL, t.text, at, spans);
                } else if (word.equals("xxx")) {
                    MASKED_SSN.at(t.text, at, spans);
                } else if (DRIVING.contains(word)) {
                    PLATE.at(t.text, at, spans);
                }
            } else if (t.isMark(i, '(') && t.folded(i + 1).equals("01")) {
                UDI.at(t.text, at, spans);
            } else if (t.isMark(i, '*') || t.isMark(i, '#')) {
                MASKED_SSN.at(t.text, at, spans);
            }
        }
    }

    private static void tryAll(List<PatternRule> rules, String text, int at, List<PhiSpan> spans) {
        for (PatternRule rule : rules) {
            rule.at(text, at, spans);
        }
    }
}
