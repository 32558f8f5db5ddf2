package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Two numbers with a slash or hyphen, "3/14": a date unless they read as a grade, a strength, a fraction, a ratio or
 * settings. What is no proper fraction ("9/8"), is written with a nought ("04/22") or has a second number that no scale
 * ends in is a date where nothing is measured; the rest takes what leads to a date.
 */
final class PartialDateReader {
    private static final Map<String, Set<String>> WORDS = WordList.roles("date-words.txt");
    private static final Set<String> DATING = WORDS.get("dating");
    private static final Set<String> MEASURING = WORDS.get("measuring");
    private static final Set<String> AMOUNTING = WORDS.get("amounting");
    private static final Set<String> EXAMINED = WORDS.get("examined");
    private static final Set<String> OF_A_DATE = WORDS.get("of-a-date");
    private static final Set<String> OPERATED = WORDS.get("operated");
    private static final Set<String> OF_A_SCALE = WordSet.of("to", "for", "and", "after", "by", "of", "level");
    private static final Set<String> BETWEEN_DATES =
            WordSet.of("and", "vs", "or", "to", "then", "until", "also", "again", "thru", "through");
    private static final List<String> PROCEDURE_ENDINGS = List.of(
            "ectomy",
            "scopy",
            "plasty",
            "graphy",
            "gram",
            "otomy",
            "ostomy",
            "pexy",
            "desis",
            "centesis",
            "rrhaphy",
            "ization",
            "isation",
            "fusion",
            "biopsy");
    private static final Set<Integer> SCALES = Set.of(2, 3, 4, 5, 6, 8, 10);
    /** What questionnaires and scales end in beyond ten. */
    private static final Set<Integer> LARGE_SCALES = Set.of(12, 14, 15, 18, 20, 21, 23, 24, 25, 27, 28, 30);

    private static final Pattern TIMED = Pattern.compile(
            "^(?: (?:at |@ ?)?\\d{1,2}:\\d{2}| (?:at |@ ?)(?:[01]\\d|2[0-3])[0-5]\\d\\b| (?:[01]\\d|2[0-3])[0-5]\\d\\b(?! ?(?:mg|ml|mL|cc|units|kcal|g\\b))|@\\d{3,4}| (?:at |@ ?)?\\d{1,2} ?[ap]\\.?m)");
    private static final Pattern NOT_DATE_BEHIND = Pattern.compile(
            "^(?: ?(?:strength|pain|murmur|scale|on the|in severity|systolic|motor|power|mg|mcg|ml|mL|of (?!this|last)|doses|days|times|reflexes|points|criteria|tabs?\\b|tablets?|caps?\\b|cups?|pack|teaspoons?|tsp|inch|mm|cm|lb|hours|week|out of|bilateral|throughout|intensity|in all|upper|lower|flexion|blood|months|hrs|hr|weeks|years|yrs|units|cycles|nares|positive|correct|quality|sem\\b|SEM\\b|HSM|holosystolic|diastolic|ejection|NS\\b|normal saline|bottles|sets|samples|lymph|nodes|LN\\b|cores|words|objects|items|recall|pos\\b|neg\\b|in (?:the )?(?:left|right|upper|lower|all|both|bilateral)|UE|LE|RUE|LUE|RLE|LLE|grip|hip|knee|ankle|elbow|wrist|deltoid|biceps|triceps|quads|dorsiflexion|plantar|pulses?|DP|PT\\b|radial|edema|pitting|shades|cry|visits|sessions|meals|weekly|daily|patients|subjects|cases|participants|eyes|limbs|women|men|infants|children|studies|animals|rats|mice|dil|oz|yo\\b|y/o)|\")");

    private PartialDateReader() {}

    /** Reads at token {@code i}, the first of the two numbers. */
    static void read(Tokens t, int i, List<PhiSpan> spans) {
        int first = Integer.parseInt(t.folded(i));
        int second = Integer.parseInt(t.folded(i + 2));
        int before = before(t, i);
        boolean yearSecond = first >= 1 && first <= 12 && second > 31 && t.length(i + 2) == 2 && t.isMark(i + 1, '/');
        boolean dayFirst = first > 12 && first <= 31 && second >= 1 && second <= 12;
        boolean monthFirst = first >= 1 && first <= 12 && second >= 1 && second <= 31;
        if (!(dayFirst || monthFirst || yearSecond) || isGlued(t, i)) {
            return;
        }
        if (first == 24 && second == 7) {
            return;
        }
        boolean measuring = isMeasuring(t, before);
        String behind = t.text.substring(t.end(i + 2), Math.min(t.text.length(), t.end(i + 2) + 24));
        boolean timed = TIMED.matcher(behind).find() && !measuring;
        boolean listed = behindDate(t, i, spans);
        if (NOT_DATE_BEHIND.matcher(behind).find() && !timed && !listed) {
            return;
        }
        // "the 3/14 MRI", "his 6/2 visit"
        boolean named = AMOUNTING.contains(t.folded(before))
                && t.isWord(i + 3)
                && (EXAMINED.contains(t.folded(i + 3)) || OF_A_DATE.contains(t.folded(i + 3)));
        boolean dating = isDating(t, before) || named;
        boolean examined = EXAMINED.contains(t.folded(before)) || isProcedure(t.folded(before));
        if (yearSecond) {
            boolean year = (dating && !measuring) || examined;
            if (year && !t.is(i + 3, WordFacts.UNIT)) {
                add(t, i, spans);
            }
            return;
        }
        boolean cell = t.beginsLine(i) || t.isMark(i - 1, '|') || (t.isMark(i - 1, '(') && t.isMark(i + 3, ')'));
        boolean headed = t.isMark(i + 3, ':') && !t.isNumber(i + 4);
        boolean found;
        if (t.isMark(i + 1, '-')) {
            found = (dating && !isRange(t, before))
                    || (timed && !examined)
                    || listed
                    || (headed && (cell || (t.isWord(before) && t.beginsLine(before))));
        } else {
            found = headed
                    || timed
                    || listed
                    || (dating && !(OF_A_SCALE.contains(t.folded(before)) && SCALES.contains(second) && second != 8))
                    || (cell && isPlausible(t, i, first, second, false))
                    || (!measuring && isPlausible(t, i, first, second, examined));
        }
        if (found && !(measuring && !listed && !headed && !dating)) {
            add(t, i, spans);
        }
    }

    /** Not the fraction or grade that two such numbers are elsewhere. */
    private static boolean isPlausible(Tokens t, int i, int first, int second, boolean examined) {
        boolean nought = t.folded(i).charAt(0) == '0' || t.folded(i + 2).charAt(0) == '0';
        boolean improper = first > second;
        boolean offScale = !SCALES.contains(second) && (!LARGE_SCALES.contains(second) || !isInstrument(t, i));
        return nought
                || (improper && !isInstrument(t, i))
                || (offScale && second > 6)
                || (examined && (offScale || second == 6 || second == 8 || second == 10));
    }

    /** A number, an abbreviation or a medical word before it, as a questionnaire or drug has. */
    private static boolean isInstrument(Tokens t, int i) {
        int before = before(t, i);
        if (t.beginsLine(i)) {
            return false;
        }
        boolean measured = t.is(before, WordFacts.CLINICAL | WordFacts.UNIT | WordFacts.EPONYM)
                && !EXAMINED.contains(t.folded(before))
                && !isProcedure(t.folded(before));
        return measured
                || (t.isNumber(i - 1) && t.isMark(i - 2, '-'))
                || (t.isUpper(before)
                        && t.length(before) > 2
                        && !t.inUpperLine(before)
                        && Integer.parseInt(t.folded(i)) <= Integer.parseInt(t.folded(i + 2))
                        && !EXAMINED.contains(t.folded(before)));
    }

    private static boolean isMeasuring(Tokens t, int before) {
        return MEASURING.contains(t.folded(before))
                || AMOUNTING.contains(t.folded(before))
                || t.is(before, WordFacts.UNIT)
                || (MEASURING.contains(t.folded(before - 1)) && !isDating(t, before) && t.isWord(before))
                || (t.isNumber(before) && MEASURING.contains(t.folded(before - 2)) && t.isMark(before - 1, '-'));
    }

    private static boolean isDating(Tokens t, int before) {
        boolean dating = DATING.contains(t.folded(before)) || t.is(before, WordFacts.WEEKDAY);
        return (dating || OPERATED.contains(t.folded(before)))
                && !(t.folded(before).equals("of") && !OF_A_DATE.contains(t.folded(before - 1)));
    }

    /** Before "for", "by", "after" and the like two numbers with a hyphen are from so many to so many. */
    private static boolean isRange(Tokens t, int before) {
        String word = t.folded(before);
        return word.equals("for")
                || word.equals("by")
                || word.equals("after")
                || word.equals("to")
                || word.equals("of")
                || word.equals("fx")
                || word.equals("last")
                || word.equals("next")
                || word.equals("in")
                || word.equals("between")
                || word.equals("drink");
    }

    private static boolean isProcedure(String word) {
        return PROCEDURE_ENDINGS.stream().anyMatch(word::endsWith);
    }

    private static int before(Tokens t, int i) {
        int before = i - 1;
        while (t.isMark(before, ':')
                || (t.isMark(before, '.') && t.touches(before) && t.length(before - 1) < 6)
                || t.isMark(before, '(')
                || t.isMark(before, '#')) {
            before--;
        }
        // "Thurs pm 18/7"
        boolean ofDay = t.folded(before).equals("am") || t.folded(before).equals("pm");
        return ofDay && t.is(before - 1, WordFacts.WEEKDAY) ? before - 1 : before;
    }

    /** Letters or further numbers hang on it. */
    private static boolean isGlued(Tokens t, int i) {
        boolean before = t.touches(i)
                && (t.isWord(i - 1)
                        || t.isNumber(i - 1)
                        || t.isMark(i - 1, '/')
                        || t.isMark(i - 1, '-')
                        || t.isMark(i - 1, '.'));
        int behind = i + 3;
        boolean after = t.touches(behind)
                && (t.isWord(behind)
                        || t.isMark(behind, '%')
                        || ((t.isMark(behind, '/')
                                        || t.isMark(behind, '.')
                                        || t.isMark(behind, ':')
                                        || t.isMark(behind, '-'))
                                && t.touches(behind + 1)
                                && (t.isNumber(behind + 1) || t.isWord(behind + 1))
                                && !isPairAt(t, behind + 1)));
        return (before && !(t.isMark(i - 1, '-') && isPairAt(t, i - 4))) || after;
    }

    /** Another "3/14", the other end of a range. */
    private static boolean isPairAt(Tokens t, int i) {
        return t.isNumber(i)
                && t.isMark(i + 1, '/')
                && t.isNumber(i + 2)
                && t.touches(i + 1)
                && t.touches(i + 2)
                && t.length(i) <= 2
                && t.length(i + 2) <= 2;
    }

    /** Nothing but "and", "vs" or marks stands between this and a date: one more of them. */
    private static boolean behindDate(Tokens t, int i, List<PhiSpan> spans) {
        if (spans.isEmpty()) {
            return false;
        }
        PhiSpan last = spans.get(spans.size() - 1);
        int gap = t.start(i) - last.end();
        if (last.phiClass() != PhiClass.DATE || gap < 1 || gap > 9) {
            return false;
        }
        for (int at = i - 1; at >= 0 && t.start(at) >= last.end(); at--) {
            if (!t.isMark(at) && !BETWEEN_DATES.contains(t.folded(at))) {
                return false;
            }
        }
        return true;
    }

    private static void add(Tokens t, int i, List<PhiSpan> spans) {
        spans.add(new PhiSpan(t.start(i), t.end(i + 2), PhiClass.DATE, "date.partial"));
    }
}
