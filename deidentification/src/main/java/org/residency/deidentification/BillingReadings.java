package org.residency.deidentification;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Codes of catalogues among the codes that no label claims: ICD-10 ("M25.561"), HCPCS ("J3301"), CPT with a modifier ("20610-RT") or
 * beside another such code or a word of visits and bills ("PT EVAL 97161").
 */
final class BillingReadings {
    private static final Pattern DIAGNOSIS = Pattern.compile("[A-TV-Z]\\d[\\dA-Z]\\.\\d{1,3}[A-Z]?");
    private static final Pattern SUPPLY = Pattern.compile("[AEGJLQV]\\d{4}|[aegjlqv]\\d{4}");
    private static final Pattern MODIFIED = Pattern.compile("\\d{5}-(?:\\d\\d|RT|LT|TC|GP|GO|GN|XS|XU)");
    /** Evaluation and management, medicine, therapy: what stands alone in a note. */
    private static final Pattern SERVICE = Pattern.compile("99[2-4]\\d\\d|97[0157]\\d\\d|930\\d\\d|9083\\d|9079\\d");

    private static final Pattern PLAIN = Pattern.compile("\\d{5}");
    private static final Set<String> OF_BILLS = WordSet.of(
            "eval",
            "evaluation",
            "visit",
            "disputes",
            "disputed",
            "denied",
            "bill",
            "billed",
            "billing",
            "charge",
            "charges",
            "charged",
            "level",
            "coded",
            "code",
            "codes",
            "cpt",
            "hcpcs",
            "em",
            "modifier",
            "units",
            "therapy",
            "procedure",
            "proc",
            "claim",
            "injection",
            "consult",
            "gp",
            "go",
            "gn",
            "dos");

    private BillingReadings() {}

    /** Whether the value from token {@code from} to before {@code to} is such a code. */
    static boolean isCode(Tokens t, int from, int to) {
        String value = t.of(from, to - 1);
        if (DIAGNOSIS.matcher(value).matches() || MODIFIED.matcher(value).matches()) {
            return true;
        }
        if (SUPPLY.matcher(value).matches()) {
            return true;
        }
        if (!PLAIN.matcher(value).matches()) {
            return false;
        }
        boolean spoken = OF_BILLS.contains(t.folded(from - 1)) || OF_BILLS.contains(t.folded(to));
        return (SERVICE.matcher(value).matches() && (spoken || isBesideCode(t, from, to))) || isBesideSupply(t, from);
    }

    private static boolean isBesideCode(Tokens t, int from, int to) {
        boolean before =
                isJoin(t, from - 1) && PLAIN.matcher(t.folded(from - 2)).matches();
        boolean behind = isJoin(t, to) && PLAIN.matcher(t.folded(to + 1)).matches();
        return before || behind;
    }

    private static boolean isJoin(Tokens t, int i) {
        return t.isMark(i, ',')
                || t.isMark(i, '+')
                || t.isMark(i, '&')
                || t.isMark(i, '/')
                || t.folded(i).equals("and");
    }

    /** "G0127 11721". */
    private static boolean isBesideSupply(Tokens t, int from) {
        int before = isJoin(t, from - 1) ? from - 2 : from - 1;
        return before > 0
                && t.isNumber(before)
                && t.touches(before)
                && t.length(before) == 4
                && t.isWord(before - 1)
                && t.length(before - 1) == 1
                && "aegjlqv".contains(t.folded(before - 1));
    }
}
