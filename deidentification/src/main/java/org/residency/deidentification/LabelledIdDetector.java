package org.residency.deidentification;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers and codes that a label before them names (MRN, account, plate), whatever their shape: with blanks, letters or a
 * scanner's mistakes. A label that is also an ordinary word (plan, account, group) counts only with "number", "no.", "#",
 * "ID" or a colon, or before five digits.
 */
final class LabelledIdDetector implements PhiDetector {
    /** Registered trials, and "34M" behind "ID:", which is whom infectious disease sees. */
    private static final Pattern PUBLIC = Pattern.compile("(?i)(?:nct|isrctn)\\d{6,}|\\d{1,2} ?(?:[mf]|yo|y/o)");

    private static final Pattern PART = Pattern.compile("(?i)lot|implant|plate");
    private static final Pattern LOGIN = Pattern.compile("(?i)login|user|username");
    /** Labels that are nothing else and need no "number" after them. */
    private static final Pattern UNMISTAKABLE = Pattern.compile(
            "(?i)SSN|SS#|MRN|MR ?#|M\\.R\\.N\\.|NHS|EMPI|CSN|PID|URN|VIN|MBI|HICN|IBAN|NPI|DEA|S/N|SN|UDI|IMEI|EDIPI|.*(?:plate|no\\.?|number|id|identifier|#|band)"
                    + "|medical rec(?:ord)?|med rec|acct|fingerprints?|voice ?prints?|passport|driver'?s'? licen[cs]e|serial|accession|invoice|lic|licen[cs]e");

    private static final int FEWEST_GLUED = 4;
    private static final Pattern NUMBER_WORD = Pattern.compile("(?i)\\b(?:numbers?|no|num|nbr|ids?|code|ending)\\b|#");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (!t.isWord(i) || (t.touches(i) && (t.isWord(i - 1) || t.isNumber(i - 1)))) {
                continue;
            }
            List<IdLabel> labels = IdLabel.beginningWith(t.folded(i));
            if (labels != null) {
                for (IdLabel label : labels) {
                    tryLabel(label, t, i, spans);
                }
            }
        }
    }

    private static void tryLabel(IdLabel label, Tokens t, int i, List<PhiSpan> spans) {
        int offset = t.start(i);
        Matcher matcher = label.pattern()
                .matcher(t.text)
                .region(offset, Math.min(t.text.length(), offset + PatternRule.REACH))
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
        if (!matcher.lookingAt()) {
            return;
        }
        int from = t.at(matcher.end());
        if (from >= t.count() || t.start(from) - matcher.end() > 2 || from <= i) {
            return;
        }
        int end = CodeReader.valueEnd(t, from);
        // "SN60WF", "Empi 300PV": a model or maker rather than a label and a number.
        boolean glued = matcher.group(2).isEmpty() && t.touches(from) && t.isWord(from - 1);
        if (end > from && (glued || (t.letterIsCapital(i) && t.length(i) == 4)) && fewDigits(t, from, end)) {
            return;
        }
        if (end > from
                && !PUBLIC.matcher(t.of(from, end - 1)).matches()
                && isIdentifier(matcher.group(1), matcher.group(2), t.of(from, end - 1))
                && !t.is(end, WordFacts.UNIT)
                && !t.isMark(end, '%')) {
            spans.add(new PhiSpan(t.start(from), t.end(end - 1), label.phiClass(), label.rule()));
        }
    }

    private static boolean fewDigits(Tokens t, int from, int to) {
        int digits = 0;
        for (int i = from; i < to; i++) {
            digits += t.isNumber(i) ? t.length(i) : 0;
        }
        return digits < FEWEST_GLUED && t.isWord(to - 1);
    }

    private static boolean isIdentifier(String label, String connective, String value) {
        long digits = value.chars().filter(Character::isDigit).count();
        long codes = value.chars()
                .filter(c -> Character.isDigit(c) || (c >= 'A' && c <= 'Z'))
                .count();
        if (UNMISTAKABLE.matcher(label).matches()) {
            return digits >= 2 || codes >= 4;
        }
        boolean marked = connective.indexOf(':') >= 0 || connective.indexOf('=') >= 0 || connective.indexOf('|') >= 0;
        if (NUMBER_WORD.matcher(connective).find()) {
            return digits >= 2 || (connective.contains("#") && value.length() > 1);
        }
        if (LOGIN.matcher(label).matches()) {
            return digits >= 1 && value.length() >= 4 && value.length() > digits;
        }
        if (PART.matcher(label).matches()) {
            return digits >= 2 && codes >= 4;
        }
        boolean mixed =
                codes > digits && codes >= 5 && digits >= 2 && value.chars().noneMatch(c -> c >= 'a' && c <= 'z');
        return digits >= (marked ? 4 : 5) || mixed;
    }
}
