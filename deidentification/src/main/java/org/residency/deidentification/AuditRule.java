package org.residency.deidentification;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A coarse look for what should not be there any more. These rules are written apart from the detectors and share no
 * expression with them: they are shorter, want less context, and would be too crude to replace text by.
 */
record AuditRule(String name, PhiClass phiClass, Pattern pattern) {
    static final List<AuditRule> ALL = List.of(
            of("audit.at-sign", PhiClass.EMAIL, "([^\\s@]{1,64}@[^\\s@]{1,64})"),
            of("audit.address", PhiClass.URL, "(\\w{2,8}://\\S{1,200}|\\bwww\\.\\S{1,200})"),
            of(
                    "audit.dotted-quad",
                    PhiClass.IP_ADDRESS,
                    "(?<![\\d.])(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])"),
            of("audit.three-two-four", PhiClass.SSN, "(?<!\\d)(\\d{3}[- ]\\d{2}[- ]\\d{4})(?!\\d)"),
            of("audit.ten-digits", PhiClass.PHONE, "(?<![\\d.,])(\\(?\\d{3}\\)?[-. ]{1,2}\\d{3}[-. ]\\d{4})(?!\\d)"),
            of(
                    "audit.labelled-number",
                    PhiClass.OTHER_ID,
                    "(?:MRN|SSN|DOB|Acct|VIN|NPI|DEA|Member ID|Policy)\\W{0,4}([A-Z]{0,4}\\d[\\w/-]{2,20})"),
            of("audit.full-date", PhiClass.DATE, "(?<![\\d/-])(\\d{1,4}([/-])\\d{1,2}\\2\\d{2,4})(?![\\d/-])"),
            of(
                    "audit.month-and-number",
                    PhiClass.DATE,
                    "\\b((?:Janu|Febru|Septem|Octo|Novem|Decem)\\w{2,5} \\d{1,4}|(?:March|April|June|July|August) \\d{1,2},? (?:19|20)\\d\\d)\\b"),
            of("audit.old-age", PhiClass.DATE, "(?<![\\w.])((?:9|1[01])\\d)[- ]years?[- ]old"),
            of(
                    "audit.courtesy",
                    PhiClass.NAME,
                    "\\b(?:Mr|Mrs|Ms|Dr)\\.? (\\p{Lu}\\p{Ll}{2,20})\\b(?!'?s? (?:disease|syndrome|sign|test))"),
            of(
                    "audit.patient-label",
                    PhiClass.NAME,
                    "(?:Patient|Patient Name|Name): {0,2}(\\p{Lu}\\p{Ll}{1,20} \\p{Lu}\\p{Ll}{1,20})\\b"),
            of("audit.doctor-after", PhiClass.NAME, "(\\p{Lu}\\p{Ll}{2,20}), (?:MD|RN|NP|DO)\\b"),
            of(
                    "audit.house",
                    PhiClass.GEOGRAPHY,
                    "(?<![\\w.])(\\d{1,5} \\p{Lu}\\p{Ll}{2,20} (?:Street|Avenue|Road|Lane|Drive|Court|Boulevard|Ave|Rd|Blvd))\\b"),
            of(
                    "audit.zip",
                    PhiClass.GEOGRAPHY,
                    "\\b(?:[A-Z]{2}|ZIP|zip) (\\d{5})(?:-\\d{4})?\\b(?! ?(?:mg|mL|units|cells|copies))"));

    private static AuditRule of(String name, PhiClass phiClass, String expression) {
        return new AuditRule(name, phiClass, Pattern.compile(expression));
    }
}
