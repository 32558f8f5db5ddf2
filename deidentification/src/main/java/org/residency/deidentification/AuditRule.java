package org.residency.deidentification;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A coarse look for what should not be there any more. These rules are written apart from the detectors and share no
 * expression with them: they are shorter, want less context, and would be too crude to replace text by.
 */
final class AuditRule {
    private static final String DIGITS = "0123456789";
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int ASCII = 128;

    static final List<AuditRule> ALL = List.of(
            near("@", 64, "audit.at-sign", PhiClass.EMAIL, "([^\\s@]{1,64}@[^\\s@]{1,64})"),
            near("://", 8, "audit.address", PhiClass.URL, "(\\w{2,8}://\\S{1,200})"),
            near("www.", 0, "audit.web", PhiClass.URL, "(?<!//)\\b(www\\.\\S{1,200})"),
            of(
                    "audit.dotted-quad",
                    PhiClass.IP_ADDRESS,
                    DIGITS,
                    "(?<![\\d.])(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])"),
            of("audit.three-two-four", PhiClass.SSN, DIGITS, "(?<!\\d)(\\d{3}[- ]\\d{2}[- ]\\d{4})(?!\\d)"),
            of(
                    "audit.ten-digits",
                    PhiClass.PHONE,
                    DIGITS + "(",
                    "(?<![\\d.,])(\\(?\\d{3}\\)?[-. ]{1,2}\\d{3}[-. ]\\d{4})(?!\\d)"),
            of(
                    "audit.labelled-number",
                    PhiClass.OTHER_ID,
                    "MSDAVNP",
                    "(?:MRN|SSN|DOB|Acct|VIN|NPI|DEA|Member ID|Policy)\\W{0,4}([A-Z]{0,4}\\d[\\w/-]{2,20})"),
            of("audit.full-date", PhiClass.DATE, DIGITS, "(?<![\\d/-])(\\d{1,4}([/-])\\d{1,2}\\2\\d{2,4})(?![\\d/-])"),
            of(
                    "audit.month-and-number",
                    PhiClass.DATE,
                    "JFSONDMA",
                    "\\b((?:Janu|Febru|Septem|Octo|Novem|Decem)\\w{2,5} \\d{1,4}|(?:March|April|June|July|August) \\d{1,2},? (?:19|20)\\d\\d)\\b"),
            of("audit.old-age", PhiClass.DATE, "19", "(?<![\\w.])((?:9|1[01])\\d)[- ]years?[- ]old"),
            of(
                    "audit.courtesy",
                    PhiClass.NAME,
                    "MD",
                    "\\b(?:Mr|Mrs|Ms|Dr)\\.? (\\p{Lu}\\p{Ll}{2,20})\\b(?!'?s? (?:disease|syndrome|sign|test))"),
            of(
                    "audit.patient-label",
                    PhiClass.NAME,
                    "PN",
                    "(?:Patient|Patient Name|Name): {0,2}(\\p{Lu}\\p{Ll}{1,20} \\p{Lu}\\p{Ll}{1,20})\\b"),
            of("audit.doctor-after", PhiClass.NAME, CAPITALS, "(\\p{Lu}\\p{Ll}{2,20}), (?:MD|RN|NP|DO)\\b"),
            of(
                    "audit.house",
                    PhiClass.GEOGRAPHY,
                    DIGITS,
                    "(?<![\\w.])(\\d{1,5} \\p{Lu}\\p{Ll}{2,20} (?:Street|Avenue|Road|Lane|Drive|Court|Boulevard|Ave|Rd|Blvd))\\b"),
            of(
                    "audit.zip",
                    PhiClass.GEOGRAPHY,
                    CAPITALS + "z",
                    "\\b(?:[A-Z]{2}|ZIP|zip) (\\d{5})(?:-\\d{4})?\\b(?! ?(?:mg|mL|units|cells|copies))"));

    private final String name;
    private final PhiClass phiClass;
    private final Pattern pattern;
    /** Whether a match may begin with a character of ASCII, and last with one beyond: a capital or half a pair. */
    private final boolean[] begins = new boolean[ASCII + 1];

    /** What every match has in it, no more than {@code reach} chars behind its beginning; empty where there is no such. */
    private final String anchor;

    private final int reach;

    private AuditRule(String name, PhiClass phiClass, String first, String anchor, int reach, Pattern pattern) {
        this.name = name;
        this.phiClass = phiClass;
        this.anchor = anchor;
        this.reach = reach;
        this.pattern = pattern;
        first.chars().forEach(c -> begins[c] = true);
        begins[ASCII] = first.startsWith(CAPITALS);
    }

    private static AuditRule of(String name, PhiClass phiClass, String first, String expression) {
        return new AuditRule(name, phiClass, first, "", 0, Pattern.compile(expression));
    }

    private static AuditRule near(String anchor, int reach, String name, PhiClass phiClass, String expression) {
        return new AuditRule(name, phiClass, "", anchor, reach, Pattern.compile(expression));
    }

    String name() {
        return name;
    }

    PhiClass phiClass() {
        return phiClass;
    }

    /**
     * Looks through a text. The expression is tried only where a match may begin, for most of a note is small letters, and
     * never at a digit behind a digit, which no rule takes for the beginning of anything.
     *
     * @param sighting takes where something begins and where it ends
     */
    void search(String text, Sighting sighting) {
        Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (int at = nextBegin(text, 0); at < text.length(); at = nextBegin(text, at)) {
            matcher.region(at, text.length());
            if (matcher.lookingAt()) {
                sighting.at(matcher.start(1), matcher.end(1));
                at = matcher.end();
            } else {
                at++;
            }
        }
    }

    private int nextBegin(String text, int from) {
        int at = from;
        if (anchor.isEmpty()) {
            while (at < text.length() && !mayBegin(text, at)) {
                at++;
            }
            return at;
        }
        int next = text.indexOf(anchor, from);
        return next < 0 ? text.length() : Math.max(from, next - reach);
    }

    private boolean mayBegin(String text, int at) {
        char c = text.charAt(at);
        if (c >= ASCII) {
            return begins[ASCII] && (Character.isUpperCase(c) || Character.isHighSurrogate(c));
        }
        return begins[c] && !(isDigit(c) && at > 0 && isDigit(text.charAt(at - 1)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Takes what a rule sees. */
    interface Sighting {
        void at(int start, int end);
    }
}
