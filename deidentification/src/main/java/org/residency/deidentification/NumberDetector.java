package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;

/** Numbers that their shape gives away: social security, Medicare, VIN, plates after a word of driving, cards. */
final class NumberDetector implements PhiDetector {
    private static final List<PatternRule> RULES = List.of(
            PatternRule.of("ssn.shape", PhiClass.SSN, "(?<![\\d-])(\\d{3}-\\d{2}-\\d{4})(?![\\d-])"),
            PatternRule.of(
                    "ssn.spaced",
                    PhiClass.SSN,
                    "(?i)(?:SSN|social security)[^\\d\\n]{0,20}(\\d{3}[- ]?\\d{2}[- ]?\\d{4})(?!\\d)"),
            PatternRule.of(
                    "ssn.tail",
                    PhiClass.SSN,
                    "(?i)(?:SSN|social security)\\b[^.\\n\\d]{0,30}(?:last (?:four|4)|ending)[^.\\n\\d]{0,12}(\\d{4})\\b"),
            PatternRule.of(
                    "plan.mbi",
                    PhiClass.HEALTH_PLAN,
                    "(?<![\\w-])([1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y]{2}\\d{2})(?![\\w-])"),
            PatternRule.of(
                    "vehicle.vin",
                    PhiClass.VEHICLE,
                    "(?<!\\w)((?=[A-HJ-NPR-Z0-9]{0,16}\\d)(?=[0-9]{0,16}[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{11}\\d{6})(?!\\w)"),
            PatternRule.of(
                    "vehicle.plate",
                    PhiClass.VEHICLE,
                    "(?i:plates?|tags?|registered|car|truck|drives|vehicle|motorcycle|sedan|van)\\b[^.\\n]{0,25}?[ (]((?=[A-Z0-9-]{0,8}\\d)[A-Z]{1,3}[ -]?\\d{2,4}[A-Z]{0,3}|\\d{1,3}[ -][A-Z]{2,3}\\d{0,3})(?![\\w-])"),
            PatternRule.of(
                    "account.card",
                    PhiClass.ACCOUNT,
                    "(?<![\\d-])((?:\\d{4}[ -]){3}\\d{3,4}|\\d{4}[ -]\\d{6}[ -]\\d{5})(?![\\d-])"),
            PatternRule.of(
                    "account.iban",
                    PhiClass.ACCOUNT,
                    "(?<!\\w)([A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?)(?!\\w)"),
            PatternRule.of("licence.dea", PhiClass.LICENCE, "(?<!\\w)([ABFGMPRX][A-Z]\\d{7})(?!\\w)"));

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        RULES.forEach(rule -> rule.findIn(text, spans));
        return spans;
    }
}
