package org.residency.deidentification;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Dates but for bare years, in digits, with names of months in English, French and Spanish, and spelled out. Two numbers
 * with a slash are a date unless they read as a pressure, strength, ratio or fraction.
 */
final class DateDetector implements PhiDetector {
    private static final Set<String> OF_A_DATE = Set.of(
            "as", "exam", "lab", "labs", "week", "note", "visit", "eve", "morning", "night", "day", "study", "ct",
            "mri", "echo");
    private static final Set<String> OF_A_SCALE = Set.of("to", "for", "and", "after", "by", "of", "level");
    private static final Pattern TIMED = Pattern.compile(" (?:at |@ ?)?\\d{1,2}:\\d{2}");
    private static final String MONTH =
            "(?:jan(?:uary|v(?:ier)?|\\.)?|feb(?:ruary|rero)?|f[e\u00e9]v(?:r(?:ier)?)?|mar(?:ch|s|zo)?|apr(?:il)?|avr(?:il)?|abr(?:il)?|ma[iy](?:o)?|june?|juin|junio|july?|juil(?:let)?|julio|aug(?:ust)?|ao[u\u00fb]t|ago(?:sto)?"
                    + "|sep(?:t(?:ember|embre|iembre)?|\\.)?|setiembre|oct(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|d[e\u00e9]c(?:ember|embre)?|dic(?:iembre)?|ene(?:ro)?|janvier|enero|febrero)\\b\\.?";
    private static final String DAY = "(?:3[01]|[12]\\d|0?[1-9])";
    private static final String ORDINAL_DAY = DAY + "(?:st|nd|rd|th|er)?";
    private static final String YEAR = "(?:1[89]|20)\\d{2}";
    private static final String UNITS_DIGIT = "(?:one|two|three|four|five|six|seven|eight|nine)";
    private static final String SPELLED_YEAR =
            "(?:(?:nineteen|twenty|two thousand)(?:[ -](?:and )?(?:hundred|oh|ten|eleven|twelve|\\w{3,6}teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)?(?:[ -]?"
                    + UNITS_DIGIT + ")?)?)";
    private static final String SPELLED_DAY =
            "(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth"
                    + "|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth";
    private static final String NUMBER_WORD = "(?:" + UNITS_DIGIT
            + "|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty)(?:[- ]"
            + UNITS_DIGIT + ")?)";

    private static final List<PatternRule> AT_NUMBER = List.of(
            rule(
                    "iso",
                    "(?<![\\w.-])(" + YEAR + "([-/.])(?:1[0-2]|0?[1-9])\\2" + DAY
                            + "(?![\\d]))(?:[T ]\\d{2}:?\\d{2}[\\d:.+Z-]{0,20})?(?![\\w-])"),
            rule("iso-week", "(?<![\\w.-])(" + YEAR + "-W\\d{2})(?!\\w)"),
            rule("numeric", "(?<![\\w./-])(" + DAY + " ?([-/.]) ?" + DAY + " ?\\2 ?" + YEAR + ")(?![\\d/-])"),
            rule("numeric-short", "(?<![\\w./-])(" + DAY + "([-/])" + DAY + "\\2\\d{2})(?![\\w/%-]|\\.\\d)"),
            rule("numeric-dots", "(?<![\\w./-])(" + DAY + "\\.(?:1[0-2]|0?[1-9])\\.\\d{2})(?![\\w/%-]|\\.\\d)"),
            rule("spaced", "(?<![\\w./-] ?)((?:\\d ?){1,2} ?[/-] ?(?:\\d ?){1,2} ?[/-] ?(?:\\d ?){3}\\d)(?![\\d/-])"),
            rule(
                    "roman",
                    "(?i)(?<![\\w./-])(" + DAY + "[-./ ](?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})[-./ ]" + YEAR + ")(?!\\w)"),
            rule(
                    "day-month",
                    "(?i)(?<![\\w./-])(" + ORDINAL_DAY + "(?:\\s{1,2}(?:of|de|du))?[ -]{0,2}" + MONTH
                            + "(?:(?:,?\\s{1,2}(?:del? )?|-)?(?:" + YEAR
                            + ")|-\\d{2}|,? '\\d{2}| \\d{2}(?= ?(?:[.,;:)]|$|\\n| [a-z])))?)(?![\\w/%])"),
            rule("year-month", "(?i)(?<![\\w./-])(" + YEAR + "[- ]" + MONTH + "(?:[- ]" + DAY + ")?)(?!\\w)"),
            rule(
                    "zulu",
                    "(?i)(?<![\\w./-])(\\d{6}[A-Z](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\\d{2,4})(?!\\w)"),
            rule("numeric-month-year", "(?<![\\w./-])((?:1[0-2]|0?[1-9])[/-]" + YEAR + ")(?![\\d/-])"),
            rule(
                    "compact",
                    "(?<![\\w.-])((?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:T?\\d{4,6})?)(?![\\w-]|\\.\\d)"));
    private static final List<PatternRule> AT_MONTH = List.of(
            rule(
                    "month-day",
                    "(?i)(" + MONTH + "\\s{0,2}-?" + ORDINAL_DAY + "(?:(?:,?\\s{1,2}|, ?|-)" + YEAR
                            + "|,? '\\d{2}|, ?\\d{2}(?!\\d))?)(?![\\w/%:]|\\.\\d| ?(?:mg|mL|days|weeks|hours|times|minutes|years))"),
            rule(
                    "month-year",
                    "(?i)(" + MONTH + "(?:,?\\s(?:of |del? )?|-|/)" + YEAR + "|" + MONTH + " ?'\\d{2})(?!\\d)"),
            rule(
                    "spelled",
                    "(?i)(" + MONTH + " (?:the )?(?:" + SPELLED_DAY + ")(?:,? (?:" + YEAR + "|" + SPELLED_YEAR
                            + "))?)\\b"));
    private static final List<PatternRule> AT_WORD = List.of(
            rule(
                    "spelled",
                    "(?i)((?:" + SPELLED_DAY + ") (?:day )?of " + MONTH + "(?:,? (?:" + YEAR + "|" + SPELLED_YEAR
                            + "))?)(?!\\w)"),
            rule(
                    "slashes",
                    "(?i)(" + NUMBER_WORD + " (?:slash|dash) " + NUMBER_WORD + "(?: (?:slash|dash) (?:" + SPELLED_YEAR
                            + "|" + NUMBER_WORD + "))?)\\b"),
            rule(
                    "part",
                    "(?i)((?:(?:first|second|third|last|1st|2nd|3rd) week|ides|end|beginning|middle|start) of " + MONTH
                            + "(?:,? " + YEAR + ")?)(?!\\w)"),
            rule("season", "(?i)((?:spring|summer|fall|autumn|winter)(?: of|,)? " + YEAR + ")(?!\\d)"),
            rule(
                    "holiday",
                    "(?i)((?:christmas(?: eve| day)?|thanksgiving(?: day)?|new year'?s(?: eve| day)?|easter(?: sunday| monday)?|halloween|(?:memorial|labor|independence|valentine'?s|mother'?s|father'?s|columbus|veterans|martin luther king|presidents'?|st\\.? patrick'?s|boxing|mlk) day"
                            + "|fourth of july|4th of july|juneteenth|hanukkah|diwali|passover|yom kippur|rosh hashanah|ramadan|eid|good friday|palm sunday|ash wednesday|lunar new year|chinese new year|cinco de mayo|mardi gras|black friday)(?:,? (?:of )?"
                            + YEAR + ")?)(?![a-z]|-?\\s(?:disease|tree|factor|eye))"),
            rule("birth-year", "(?i)(?:born(?: in)?|birth year:?|year of birth:?|DOB:?) (1[89][0-3]\\d)\\b(?![/-])"),
            rule(
                    "compact-labelled",
                    "(?i)(?:date|dob|dos|doa|surgery|exp|admitted|admit|seen|d\\.o\\.b\\.?)[: ]{1,3}((?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{2})(?!\\d)"),
            rule(
                    "misread",
                    "(?<![\\w/])((?=[OolI1-9/-]{0,10}\\d)[OolI\\d]{1,2}[/-][OolI\\d]{1,2}[/-][OolI\\d]{2,4})(?!\\w)"));
    private static final PatternRule MONTH_ALONE = rule(
            "month-alone",
            "((?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Apr|Aug|Sept|Sep|Oct|Nov|Dec|JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)\\b\\.?)(?! ?\\d|[\\w'-]| [A-Z]\\w)");
    private static final Set<String> BEFORE_MONTH = Set.of(
            "in", "since", "last", "this", "next", "until", "during", "early", "late", "mid", "by", "through", "from",
            "of", "around", "before", "after", "till");
    private static final PatternRule PARTIAL =
            rule("partial", "(?<![\\w./-])((?:1[0-2]|0?[1-9])[/-]" + DAY + ")(?![\\d/%:]|-\\w|\\.\\d|\\w)");
    private static final PatternRule ORDINAL = rule(
            "ordinal", "(" + DAY + "(?:st|nd|rd|th))(?=[.,;)]|\\s*$|\\n| at \\d| (?:he|she|they|the|and|we|for)\\b)");
    private static final Set<String> DATING = Set.of(
            "on",
            "since",
            "dated",
            "seen",
            "admitted",
            "discharged",
            "visit",
            "born",
            "dob",
            "dos",
            "doa",
            "until",
            "through",
            "till",
            "surgery",
            "for",
            "due",
            "of",
            "effective",
            "began",
            "started",
            "onset",
            "dc",
            "exam",
            "lab",
            "labs",
            "taken",
            "collected",
            "resulted",
            "performed",
            "date",
            "lmp",
            "last",
            "from",
            "appt",
            "appointment",
            "cards",
            "pap",
            "starting",
            "before",
            "after",
            "by",
            "between",
            "and",
            "scheduled",
            "extraction",
            "starts",
            "ended",
            "returned",
            "return",
            "echo",
            "fu",
            "mon",
            "tue",
            "tues",
            "wed",
            "thu",
            "thur",
            "thurs",
            "fri",
            "sat",
            "sun",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "adm",
            "admit",
            "next",
            "week",
            "weekof",
            "to",
            "rtc",
            "called",
            "note",
            "egd",
            "xray",
            "ct",
            "mri");
    private static final Set<String> MEASURING = Set.of(
            "bp",
            "pain",
            "strength",
            "motor",
            "power",
            "murmur",
            "apgar",
            "apgars",
            "scale",
            "vision",
            "acuity",
            "reflexes",
            "score",
            "gcs",
            "iop",
            "mood",
            "grade",
            "sensation",
            "severity",
            "mmse",
            "moca",
            "od",
            "os",
            "ou",
            "snellen",
            "percocet",
            "norco",
            "vicodin",
            "advair",
            "symbicort",
            "tolerance",
            "gait",
            "anxiety",
            "depression",
            "muscle",
            "dtrs",
            "dtr",
            "bilaterally",
            "ratio",
            "pressure",
            "intensity",
            "level",
            "index",
            "ndi",
            "phq",
            "quadriceps",
            "deltoid",
            "biceps",
            "triceps",
            "flexion",
            "extension",
            "sinemet",
            "levodopa",
            "insulin",
            "humulin",
            "novolin",
            "mix",
            "rated",
            "rates",
            "at",
            "is",
            "was",
            "now",
            "vent",
            "dose",
            "stool",
            "cup",
            "tablet",
            "the",
            "a",
            "with",
            "about",
            "approximately",
            "cm",
            "mm",
            "mg",
            "stage");
    private static final Set<Integer> SCALES = Set.of(2, 3, 4, 5, 6, 8, 10);
    private static final Pattern NOT_DATE_BEHIND = Pattern.compile(
            "^(?: ?(?:strength|pain|murmur|scale|on the|in severity|systolic|motor|power|mg|mcg|ml|mL|of |doses|days|times|reflexes|points|criteria|tabs?\\b|tablets?|caps?\\b|cups?|pack|teaspoons?|tsp|inch|mm|cm|lb|hours|week|out of|bilateral|throughout|intensity|in all|upper|lower|flexion|blood|months|hrs|hr|weeks|years|yrs|units|cycles|nares|positive|correct|quality)|\")");

    private static PatternRule rule(String name, String expression) {
        return PatternRule.of("date." + name, PhiClass.DATE, expression);
    }

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isNumber(i)) {
                number(t, i, spans);
            } else if (t.isWord(i)) {
                word(t, i, spans);
            }
        }
    }

    private static void number(Tokens t, int i, List<PhiSpan> spans) {
        int length = t.length(i);
        if (length > 14 || (t.touches(i) && (t.isWord(i - 1) || t.isMark(i - 1, '.')))) {
            return;
        }
        boolean followed = (t.isMark(i + 1) && "-/.,".indexOf(t.text.charAt(t.start(i + 1))) >= 0)
                || t.is(i + 1, WordFacts.MONTH)
                || t.is(i + 2, WordFacts.MONTH)
                || (t.isWord(i + 1) && t.touches(i + 1))
                || length >= 8
                || t.isNumber(i + 1);
        if (!followed) {
            return;
        }
        for (PatternRule rule : AT_NUMBER) {
            if (rule.at(t.text, t.start(i), spans)) {
                return;
            }
        }
        if (length <= 2
                && t.isNumber(i + 2)
                && t.length(i + 2) <= 2
                && (t.isMark(i + 1, '/') || t.isMark(i + 1, '-'))
                && t.touches(i + 1)
                && t.touches(i + 2)) {
            partial(t, i, spans);
        }
        if (length <= 2
                && t.isWord(i + 1)
                && t.touches(i + 1)
                && t.folded(i - 1).equals("the")
                && t.folded(i - 2)
                        .matches(
                                "on|until|by|since|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday")) {
            ORDINAL.at(t.text, t.start(i), spans);
        }
    }

    /** "3/14": a date by what stands before, or because its second number is on no scale. */
    private static void partial(Tokens t, int i, List<PhiSpan> spans) {
        int first = Integer.parseInt(t.folded(i));
        int second = Integer.parseInt(t.folded(i + 2));
        if (first < 1 || first > 12 || second < 1 || second > 31) {
            return;
        }
        int before = i - 1;
        while (t.isMark(before, ':')
                || (t.isMark(before, '.') && t.touches(before) && t.length(before - 1) < 6)
                || t.isMark(before, '(')) {
            before--;
        }
        boolean dating = DATING.contains(t.folded(before)) || t.is(before, WordFacts.WEEKDAY);
        if (dating && t.folded(before).equals("of") && !OF_A_DATE.contains(t.folded(before - 1))) {
            dating = false;
        }
        boolean cell = t.beginsLine(i) || t.isMark(i - 1, '|');
        boolean hyphen = t.isMark(i + 1, '-');
        boolean measuring = MEASURING.contains(t.folded(before))
                || t.is(before, WordFacts.UNIT)
                || (MEASURING.contains(t.folded(before - 1)) && !dating);
        String behind = t.text.substring(t.end(i + 2), Math.min(t.text.length(), t.end(i + 2) + 14));
        boolean timed = TIMED.matcher(behind).lookingAt();
        if (NOT_DATE_BEHIND.matcher(behind).find() && !timed) {
            return;
        }
        boolean offScale = !hyphen
                && !SCALES.contains(second)
                && second > first
                && !t.is(before, WordFacts.CLINICAL | WordFacts.UNIT);
        boolean sentenceEnd = behind.isEmpty() || ".,;)\n".indexOf(behind.charAt(0)) >= 0 || behind.startsWith(" ");
        if ((dating && !(OF_A_SCALE.contains(t.folded(before)) && SCALES.contains(second) && second != 8))
                || timed
                || (cell && !hyphen && (t.isMark(i + 3, '|') || !SCALES.contains(second) || t.isCapital(i + 3)))
                || (offScale && !measuring && sentenceEnd && second > 10)) {
            PARTIAL.at(t.text, t.start(i), spans);
        }
    }

    private static void word(Tokens t, int i, List<PhiSpan> spans) {
        String word = t.folded(i);
        int at = t.start(i);
        if (t.is(i, WordFacts.MONTH) && !(t.touches(i) && t.isNumber(i - 1))) {
            boolean modal = (word.equals("may") || word.equals("march") || word.equals("mar") || word.equals("sun"))
                    && !t.isCapital(i);
            for (PatternRule rule : AT_MONTH) {
                if ((!modal || t.isNumber(i + 1)) && rule.at(t.text, at, spans)) {
                    return;
                }
            }
            if (BEFORE_MONTH.contains(t.folded(i - 1))
                    || (t.isMark(i - 1, '-') && BEFORE_MONTH.contains(t.folded(i - 2)))) {
                MONTH_ALONE.at(t.text, at, spans);
            }
            return;
        }
        if (isRuleStart(t, i)) {
            for (PatternRule rule : AT_WORD) {
                if (rule.at(t.text, at, spans)) {
                    return;
                }
            }
        }
    }

    private static boolean isRuleStart(Tokens t, int i) {
        if (t.is(i, WordFacts.NUMBER_WORD | WordFacts.HOLIDAY)) {
            return true;
        }
        String word = t.folded(i);
        return switch (word) {
            case "first",
                    "second",
                    "third",
                    "fourth",
                    "fifth",
                    "sixth",
                    "seventh",
                    "eighth",
                    "ninth",
                    "tenth",
                    "eleventh",
                    "twelfth",
                    "thirteenth",
                    "fourteenth",
                    "fifteenth",
                    "sixteenth",
                    "seventeenth",
                    "eighteenth",
                    "nineteenth",
                    "twentieth",
                    "thirtieth",
                    "ides",
                    "end",
                    "beginning",
                    "middle",
                    "start",
                    "last",
                    "spring",
                    "summer",
                    "fall",
                    "autumn",
                    "winter",
                    "new",
                    "memorial",
                    "labor",
                    "independence",
                    "valentine",
                    "valentines",
                    "mother",
                    "mothers",
                    "father",
                    "fathers",
                    "columbus",
                    "veterans",
                    "martin",
                    "presidents",
                    "st",
                    "boxing",
                    "mlk",
                    "yom",
                    "rosh",
                    "good",
                    "palm",
                    "ash",
                    "lunar",
                    "chinese",
                    "cinco",
                    "mardi",
                    "black",
                    "born",
                    "birth",
                    "year",
                    "dob",
                    "d",
                    "date",
                    "dos",
                    "doa",
                    "surgery",
                    "exp",
                    "admitted",
                    "admit",
                    "seen" -> true;
            default -> t.length(i) == 1 && "oli".contains(word) && (t.isNumber(i + 1) || t.isMark(i + 1, '/'));
        };
    }
}
