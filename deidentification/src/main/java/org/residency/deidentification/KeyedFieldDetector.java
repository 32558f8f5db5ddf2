package org.residency.deidentification;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Fields as programs write them into notes: <code>PID.5: AMES^ANN</code>, <code>PatientName=Ames^Ann</code>,
 * <code>pt_dob: 1970-12-25</code>, <code>"author":"S. Ames"</code>. A key must look like a program's, so that prose with
 * a colon is left to the other rules; the value goes as a whole.
 */
final class KeyedFieldDetector implements PhiDetector {
    private static final int LONGEST_KEY = 12;
    private static final int LONGEST_VALUE = 80;
    private static final Pattern NAME = Pattern.compile(
            "(?:pid[.-]?(?:5|9)|nk1[.-]?2|pv1[.-]?(?:7|8|9|17|52)|obr[.-]?(?:16|28|32)|orc[.-]?(?:10|11|12|19)|txa[.-]?(?:5|9|10|11|22)|in1[.-]?16|gt1[.-]?3"
                    + "|(?:pt|patient|prov|provider|doctor|physician|nurse|attending|resident|surgeon|author|contact|guarantor|subscriber|mother|father|first|last|middle|full|given|family|sur|maiden|ref|referring|ordering|operator|performing)[ _.]?(?:s[ _.]?)?name[sd]?|fname|lname|patient|author|provider|physician|attending|signer|signedby|signed_by|operator|clinician|recorder)");
    private static final Pattern DATE = Pattern.compile(
            "(?:pid[.-]?(?:7|29)|pv1[.-]?(?:44|45)|obr[.-]?(?:7|14|22)|\\w{0,12}[ _.]?(?:dob|birthdate|birth_date|date_of_birth|birth|date|dt|dttm|admitdate|time|timestamp))");
    private static final Pattern PLACE = Pattern.compile(
            "(?:pid[.-]?11|pv1[.-]?(?:3|39)|msh[.-]?(?:4|6)|(?:institution|facility|hospital|clinic|site|location|school|employer|organi[sz]ation|dept|ward|unit)[ _.]?(?:name|cd|code|id|desc)|institution|facility|hospital|organi[sz]ation|(?:pt|patient|home|mailing)?[ _.]?(?:address|addr|street|city|town|zip|postcode|postal)(?:[ _.]?(?:line)?[ _.]?\\d?)?)");
    private static final Pattern NUMBER = Pattern.compile(
            "(?:pid[.-]?(?:2|3|4|18|19|20)|pv1[.-]?19|obr[.-]?(?:2|3|18)|msh[.-]?10|in1[.-]?(?:36|49)|mrn|ssn|\\w{0,16}[ _.]?(?:mrn|ssn|number|num|nbr|no|uid|uuid|guid|identifier|accession|acct|account|phone|tel|fax|mobile)|(?:patient|pt|person|visit|encounter|study|order|specimen|member|subject|provider|user|session|device|case|claim|series)[ _.]?id)");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 1; i < t.count(); i++) {
            boolean quoted = t.isMark(i, ':') && t.isMark(i - 1, '"');
            if (!(t.isMark(i, '=') || t.isMark(i, ':')) || t.beginsLine(i)) {
                continue;
            }
            int last = quoted ? i - 2 : i - 1;
            if (!t.isWord(last) && !t.isNumber(last)) {
                continue;
            }
            int first = keyStart(t, last);
            String key = t.of(first, last);
            if (quoted || t.isMark(i, '=') || isProgrammed(key)) {
                value(t, key, i + 1, quoted, spans);
            }
        }
    }

    private static int keyStart(Tokens t, int last) {
        int first = last;
        while (first > 0
                && last - first < LONGEST_KEY
                && t.touches(first)
                && (t.isWord(first - 1)
                        || t.isNumber(first - 1)
                        || t.isMark(first - 1, '_')
                        || (t.isMark(first - 1, '.') && first - 1 > 0)
                        || t.isMark(first - 1, '-'))) {
            first--;
        }
        while (first < last && t.isMark(first)) {
            first++;
        }
        return first;
    }

    /** With an underscore, a number of a segment, or a capital amid small letters. */
    private static boolean isProgrammed(String key) {
        for (int i = 1; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '_' || (Character.isUpperCase(c) && Character.isLowerCase(key.charAt(i - 1)))) {
                return true;
            }
            if (c == '.' && i + 1 < key.length() && Character.isDigit(key.charAt(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static void value(Tokens t, String key, int from, boolean quoted, List<PhiSpan> spans) {
        int start = quoted && t.isMark(from, '"') ? from + 1 : from;
        int end = start;
        while (end < t.count()
                && end < start + LONGEST_VALUE
                && !t.beginsLine(end)
                && !(end > start && t.start(end) - t.end(end - 1) > 1)
                && !t.isMark(end, '"')
                && !t.isMark(end, '|')
                && !t.isMark(end, ';')
                && !t.isMark(end, '{')
                && !t.isMark(end, '}')
                && !t.isMark(end, '&')
                && !(t.isMark(end, ',') && !quoted && !t.isCapital(end + 1))) {
            end++;
        }
        while (end > start && t.isMark(end - 1) && !t.isMark(end - 1, '.')) {
            end--;
        }
        if (end <= start || t.isMark(start)) {
            return;
        }
        String folded = snake(key);
        boolean digits = false;
        for (int i = start; i < end; i++) {
            digits |= t.isNumber(i);
        }
        if (NAME.matcher(folded).matches()) {
            if (t.isWord(start) ? !(t.is(start, WordFacts.VERB) || end - start > 10) : t.isMark(start + 1, '^')) {
                spans.add(new PhiSpan(t.start(start), t.end(end - 1), PhiClass.NAME, "name.field"));
            }
        } else if (PLACE.matcher(folded).matches()) {
            spans.add(new PhiSpan(t.start(start), t.end(end - 1), PhiClass.GEOGRAPHY, "place.field"));
        } else if (digits && DATE.matcher(folded).matches() && t.length(start) + end - start > 4) {
            spans.add(new PhiSpan(t.start(start), t.end(end - 1), PhiClass.DATE, "date.field"));
        } else if (digits && NUMBER.matcher(folded).matches()) {
            spans.add(new PhiSpan(t.start(start), t.end(end - 1), PhiClass.OTHER_ID, "id.field"));
        }
    }

    /** PatientName becomes patient_name. */
    private static String snake(String key) {
        StringBuilder out = new StringBuilder(key.length() + 4);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (i > 0 && Character.isUpperCase(c) && Character.isLowerCase(key.charAt(i - 1))) {
                out.append('_');
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }
}
