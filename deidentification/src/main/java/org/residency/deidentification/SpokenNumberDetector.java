package org.residency.deidentification;

import java.util.List;
import java.util.Locale;

/** Numbers that were dictated digit by digit: "five five five oh one nine nine". */
final class SpokenNumberDetector implements PhiDetector {
    private static final int FEWEST = 5;
    private static final int FEWEST_BEFORE_DIGITS = 3;
    private static final int LABEL_REACH = 48;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int i = 0;
        while (i < t.count()) {
            int from = i;
            int words = 0;
            while (isDigitWord(t, i)
                    || (words > 0
                            && (t.isMark(i, '-')
                                    || t.isMark(i, ',')
                                    || t.folded(i).equals("dash"))
                            && isDigitWord(t, i + 1))) {
                words += t.isWord(i) ? 1 : 0;
                i++;
            }
            int end = i;
            if (words >= FEWEST_BEFORE_DIGITS) {
                int at = t.isMark(end, ',') || t.isMark(end, '-') ? end + 1 : end;
                if (t.isNumber(at) && t.length(at) >= 3 && !t.beginsLine(at)) {
                    end = at + 1;
                    while (t.isMark(end, '-') && t.touches(end) && t.isNumber(end + 1)) {
                        end += 2;
                    }
                    words = FEWEST;
                }
            }
            if (words >= FEWEST) {
                spans.add(new PhiSpan(t.start(from), t.end(end - 1), phiClass(t, from), "id.spoken"));
            }
            i = Math.max(end, i + (i == from ? 1 : 0));
        }
    }

    private static boolean isDigitWord(Tokens t, int i) {
        return t.is(i, WordFacts.NUMBER_WORD)
                && !t.folded(i).equals("dash")
                && !t.folded(i).equals("hundred");
    }

    private static PhiClass phiClass(Tokens t, int i) {
        String before = t.text.substring(Math.max(0, t.start(i) - LABEL_REACH), t.start(i))
                .toLowerCase(Locale.ROOT);
        if (before.contains("social") || before.contains("ssn")) {
            return PhiClass.SSN;
        }
        if (before.contains("record") || before.contains("mrn")) {
            return PhiClass.MEDICAL_RECORD;
        }
        return before.contains("fax") ? PhiClass.FAX : PhiClass.PHONE;
    }
}
