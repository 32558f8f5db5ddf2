package org.residency.deidentification;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Codes behind words that label them only here and there ("slide G24 11807", "tag 3K7 PD", "OPD 114/25", "debit ending 3391"),
 * behind a hash, digits that a scanner or a speaker set apart, addresses of any scheme and handles.
 */
final class ContextCodeDetector implements PhiDetector {
    private static final WordMap<PhiClass> LABELS = labels();
    private static final Set<String> BETWEEN = WordSet.of(
            "no", "nr", "num", "number", "id", "code", "is", "ending", "ends", "in", "was", "old", "new", "serial",
            "ref", "class", "key", "scan", "label");
    private static final Set<String> DIGITS =
            WordSet.of("zero", "oh", "o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final Set<String> ENDING = WordSet.of("ending", "ends", "end", "suffix");
    private static final Pattern DATE =
            Pattern.compile("\\d{1,4}[/.-]\\d{1,2}[/.-]\\d{2,4}|(?:0?\\d|1[0-2])[/-](?:[0-2]?\\d|3[01])");
    private static final Pattern RATIO =
            Pattern.compile("\\d{1,3}/\\d{1,3}|\\d+\\.\\d+|[A-Za-z]?\\d{1,2}-[A-Za-z]?\\d{1,2}");
    private static final int MOST_BETWEEN = 4;
    private static final int FEWEST_SINGLES = 7;
    private static final int LONGEST_ADDRESS = 96;

    private static WordMap<PhiClass> labels() {
        Map<String, PhiClass> classes = new HashMap<>();
        WordList.roles("code-labels.txt")
                .forEach((role, words) -> words.forEach(word -> classes.putIfAbsent(word, of(role))));
        return WordMap.copyOf(classes);
    }

    private static PhiClass of(String role) {
        return switch (role) {
            case "plan" -> PhiClass.HEALTH_PLAN;
            case "record" -> PhiClass.MEDICAL_RECORD;
            default -> PhiClass.valueOf(role.toUpperCase(Locale.ROOT).replace('-', '_'));
        };
    }

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isWord(i)) {
                PhiClass kind = LABELS.get(t.folded(i));
                if (kind != null && !(t.touches(i) && t.isNumber(i - 1))) {
                    labelled(t, i, kind, spans);
                }
                if (ENDING.contains(t.folded(i))) {
                    ending(t, i, spans);
                }
                if (DIGITS.contains(t.folded(i)) && t.isMark(i + 1, '-')) {
                    i = spoken(t, i, spans);
                } else if (t.isMark(i + 1, ':') && t.isMark(i + 2, '/') && t.isMark(i + 3, '/') && t.touches(i + 3)) {
                    address(t, i, spans);
                }
            } else if (t.isMark(i, '#')) {
                hash(t, i, spans);
            } else if (t.isMark(i, '@')) {
                handle(t, i, spans);
            } else if (t.isNumber(i) && t.isMark(i + 1, ':') && t.isMark(i + 2, '/') && t.isMark(i + 3, '/')) {
                address(t, i, spans);
            } else if (t.isNumber(i) && t.length(i) == 1) {
                i = singles(t, i, spans);
            }
        }
    }

    private static void labelled(Tokens t, int i, PhiClass kind, List<PhiSpan> spans) {
        int at = i + 1;
        boolean marked = false;
        for (int steps = 0; steps < MOST_BETWEEN && at < t.count() && !t.beginsLine(at); steps++) {
            boolean mark = t.isMark(at) && ":.#=(,|".indexOf(t.text.charAt(t.start(at))) >= 0;
            if (!mark && !BETWEEN.contains(t.folded(at))) {
                break;
            }
            marked |= t.isMark(at, ':') || t.isMark(at, '#') || t.isWord(at);
            at++;
        }
        // "SN60WF", "Empi 300PV", "20610-RT, J3301": no label stands there.
        boolean model = at == i + 1
                && (t.touches(at) || (t.letterIsCapital(i) && t.length(i) == 4))
                && t.isNumber(at)
                && t.length(at) <= 3
                && t.isWord(at + 1)
                && t.touches(at + 1);
        boolean modifier = t.isMark(i - 1, '-') && t.touches(i) && t.isNumber(i - 2);
        if (!model && !modifier) {
            claim(t, at, kind, marked, "code.label", spans);
        }
    }

    private static void claim(Tokens t, int from, PhiClass kind, boolean marked, String rule, List<PhiSpan> spans) {
        if (from >= t.count() || t.beginsLine(from) || t.isMark(from)) {
            return;
        }
        int end = tail(t, CodeReader.valueEnd(t, from));
        if (end <= from) {
            end = plate(t, from);
        }
        boolean apart = t.isWord(from) && !t.isUpper(from) && !(t.touches(from + 1) && !t.isMark(from + 1, '.'));
        if (apart) {
            return;
        }
        int digits = 0;
        int signs = 0;
        boolean letters = false;
        boolean hyphen = false;
        for (int k = from; k < end; k++) {
            digits += t.isNumber(k) ? t.length(k) : 0;
            signs += t.isMark(k) ? 0 : t.length(k);
            letters |= t.isUpper(k);
            hyphen |= t.isMark(k, '-');
            if (t.isWord(k) && !t.isUpper(k) && t.length(k) > 4) {
                return;
            }
        }
        if (end <= from
                || t.is(end, WordFacts.UNIT)
                || t.isMark(end, '%')
                || (t.isMark(end, '.') && t.touches(end + 1) && t.isNumber(end + 1))) {
            return;
        }
        String value = t.of(from, end - 1);
        boolean date = DATE.matcher(value).matches();
        boolean mixed = (letters || hyphen)
                && digits >= 2
                && signs >= 4
                && !RATIO.matcher(value).matches();
        boolean plain = digits >= 4 && !isYear(value);
        boolean slashed = marked || t.is(from - 1, WordFacts.CLINICAL);
        boolean fraction = RATIO.matcher(value).matches() && digits >= 5 && slashed;
        if (!date && (mixed || plain || fraction)) {
            spans.add(new PhiSpan(t.start(from), t.end(end - 1), kind, rule));
        }
    }

    private static boolean isYear(String value) {
        return value.length() == 4 && (value.startsWith("19") || value.startsWith("20"));
    }

    /** Capitals behind the digits belong to them where nothing follows: "3K7 PD". */
    private static int tail(Tokens t, int end) {
        boolean more = end > 0
                && t.isUpper(end)
                && !t.beginsLine(end)
                && t.length(end) <= 3
                && t.start(end) - t.end(end - 1) == 1
                && !t.is(end, WordFacts.UNIT | WordFacts.CREDENTIAL)
                && (end + 1 >= t.count() || t.isMark(end + 1) || t.beginsLine(end + 1) || t.afterGap(end + 1));
        return more ? end + 1 : end;
    }

    /** "RVB·4417": capitals, any mark, digits. */
    private static int plate(Tokens t, int from) {
        boolean plate = t.isUpper(from)
                && t.length(from) <= 4
                && t.isMark(from + 1)
                && t.touches(from + 1)
                && t.isNumber(from + 2)
                && t.touches(from + 2);
        return plate ? from + 3 : from;
    }

    /** "MRN ends -8802", "debit ending in 3391". */
    private static void ending(Tokens t, int i, List<PhiSpan> spans) {
        int at = t.folded(i + 1).equals("in") || t.folded(i + 1).equals("with") ? i + 2 : i + 1;
        at = t.isMark(at, '-') || t.isMark(at, ':') ? at + 1 : at;
        boolean free =
                !t.is(at + 1, WordFacts.UNIT | WordFacts.MONTH) && !t.isMark(at + 1, '/') && !t.isMark(at + 1, '%');
        if (t.isNumber(at)
                && t.length(at) >= 3
                && t.length(at) <= 6
                && free
                && !t.beginsLine(at)
                && !isYear(t.folded(at))
                && !t.isMark(at + 1, ':')) {
            spans.add(new PhiSpan(t.start(at), t.end(at), PhiClass.OTHER_ID, "code.ending"));
        }
    }

    /** "#447 19 02", "# SD-7119", "#61-7734"; fewer than four digits count something. */
    private static void hash(Tokens t, int i, List<PhiSpan> spans) {
        int from = i + 1;
        if (from >= t.count() || t.start(from) - t.end(i) > 1 || t.beginsLine(from)) {
            return;
        }
        int end = CodeReader.valueEnd(t, from);
        // "#447 19 02 79F": the age of somebody stands behind.
        if (end - from > 2
                && t.isWord(end - 1)
                && t.isNumber(end - 2)
                && t.length(end - 1) == 1
                && !t.touches(end - 2)) {
            end -= 2;
        }
        int digits = 0;
        boolean odd = false;
        for (int k = from; k < end; k++) {
            digits += t.isNumber(k) ? t.length(k) : 0;
            odd |= t.isUpper(k) || t.isMark(k, '-') || (k > from && !t.touches(k));
        }
        if (end > from && digits >= 4 && odd && !t.is(end, WordFacts.UNIT)) {
            spans.add(new PhiSpan(t.start(from), t.end(end - 1), PhiClass.OTHER_ID, "code.hash"));
        }
    }

    /** "two-two-oh-seven". */
    private static int spoken(Tokens t, int first, List<PhiSpan> spans) {
        int at = first;
        int count = 1;
        while (t.isMark(at + 1, '-') && t.touches(at + 1) && DIGITS.contains(t.folded(at + 2))) {
            at += 2;
            count++;
        }
        if (count >= 4) {
            spans.add(new PhiSpan(t.start(first), t.end(at), PhiClass.OTHER_ID, "code.spoken"));
        }
        return at;
    }

    /** "0 7 8 - 0 5 - 1 1 2 0": single digits with blanks between. */
    private static int singles(Tokens t, int first, List<PhiSpan> spans) {
        int at = first;
        int last = first;
        int count = 0;
        while (at < t.count()
                && !(at > first && t.beginsLine(at))
                && ((t.isNumber(at) && t.length(at) == 1) || (t.isMark(at, '-') && at > first))) {
            if (t.isNumber(at)) {
                count++;
                last = at;
            }
            if (at > first && t.start(at) - t.end(at - 1) > 1) {
                break;
            }
            at++;
        }
        boolean apart = last > first && !t.touches(first + 1);
        if (count >= FEWEST_SINGLES && apart) {
            spans.add(new PhiSpan(t.start(first), t.end(last), PhiClass.SSN, "code.singles"));
        }
        return Math.max(first, last);
    }

    /** "s3://bucket/key.mp4", "sftp://host/x". */
    private static void address(Tokens t, int i, List<PhiSpan> spans) {
        int first = i;
        while (first > 0 && t.touches(first) && (t.isWord(first - 1) || t.isNumber(first - 1))) {
            first--;
        }
        int end = i + 4;
        while (end < Math.min(t.count(), i + LONGEST_ADDRESS)
                && t.touches(end)
                && !t.isMark(end, '"')
                && !t.isMark(end, '<')
                && !t.isMark(end, ';')) {
            end++;
        }
        while (end > i + 4 && t.isMark(end - 1) && ".,)]".indexOf(t.text.charAt(t.start(end - 1))) >= 0) {
            end--;
        }
        if (end > i + 4) {
            spans.add(new PhiSpan(t.start(first), t.end(end - 1), PhiClass.URL, "url.scheme"));
        }
    }

    /** "X: @thyroidqueen"; "@home" and "@ 2 L" are no handles. */
    private static void handle(Tokens t, int i, List<PhiSpan> spans) {
        int end = i + 1;
        boolean odd = false;
        while (end < t.count()
                && t.touches(end)
                && (t.isWord(end) || t.isNumber(end) || t.isMark(end, '_') || t.isMark(end, '.'))) {
            odd |= t.isNumber(end) || t.isMark(end, '_');
            end++;
        }
        while (end > i + 1 && t.isMark(end - 1)) {
            end--;
        }
        boolean free = !t.touches(i) || t.isMark(i - 1, ':') || t.isMark(i - 1, '(');
        boolean word = t.isWord(i + 1);
        boolean unknown = word && t.length(i + 1) > 6 && !t.is(i + 1, WordFacts.KNOWN | WordFacts.UNIT);
        boolean labelled = t.isMark(i - 1, ':');
        if (end > i + 1 && free && word && (odd || (unknown && labelled) || (labelled && t.length(i + 1) > 4))) {
            spans.add(new PhiSpan(t.start(i), t.end(end - 1), PhiClass.OTHER_ID, "code.handle"));
        }
    }
}
