package org.residency.deidentification;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    /** English, French, Spanish, and what German, Italian, Portuguese, Dutch and the Nordic languages have beside them. */
    private static final String MONTH =
            "(?:jan(?:uary|uari?|v(?:ier)?|eiro|\\.)?|j[a\u00e4]nner|gennaio|janvier|ene(?:ro)?|feb(?:ruary|ruari?|rero|braio|\\.)?|f[e\u00e9]v(?:r(?:ier)?|ereiro)?"
                    + "|mar(?:ch|s|zo|\u00e7o)?|m[a\u00e4]rz|maart|apr(?:ile?)?|avr(?:il)?|abr(?:il)?|ma[iyj](?:o)?|maggio|mei|jun[ei]?|giugno|juin|jun[ih]o|jul[yi]?|juil(?:let)?|luglio|jul[ih]o"
                    + "|aug(?:ust(?:us|i)?)?|ao[u\u00fb]t|ago(?:sto)?|sep(?:t(?:ember|embre|iembre)?|\\.)?|setiembre|setembro|settembre|oct(?:ober|obre|ubre)?|ok?tt?ober|ottobre|okt|outubro"
                    + "|nov(?:ember|embre|iembre|embro)?|d[e\u00e9]c(?:ember|embre)?|de[sz]embe?ro?|dez|dic(?:iembre|embre)?)\\b\\.?";

    private static final String SHORT_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic)";
    private static final String DAY = "(?:3[01]|[12]\\d|0?[1-9])";
    private static final String ORDINAL_DAY = DAY + "(?:st|nd|rd|th|er|e|:e|\\.|\u00ba|\u00b0)?";
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

    private static final String SPANISH_DAY =
            "(?:primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|diecis[e\u00e9]is|diecisiete|dieciocho|diecinueve|veinte"
                    + "|veinti(?:uno|d[o\u00f3]s|tr[e\u00e9]s|cuatro|cinco|s[e\u00e9]is|siete|ocho|nueve)|treinta(?: y uno)?)";
    private static final String FRENCH_DAY =
            "(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:-(?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize"
                    + "|vingt(?:[- ]et[- ]un|-(?:deux|trois|quatre|cinq|six|sept|huit|neuf))?|trente(?:[- ]et[- ]un)?)";
    private static final Set<String> SPELLED_DAYS = Set.of(
            "primero",
            "uno",
            "dos",
            "tres",
            "cuatro",
            "cinco",
            "seis",
            "siete",
            "ocho",
            "nueve",
            "diez",
            "once",
            "doce",
            "trece",
            "catorce",
            "quince",
            "dieciseis",
            "diecisiete",
            "dieciocho",
            "diecinueve",
            "veinte",
            "veintiuno",
            "veintidos",
            "veintitres",
            "veinticuatro",
            "veinticinco",
            "veintiseis",
            "veintisiete",
            "veintiocho",
            "veintinueve",
            "treinta",
            "premier",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
            "vingt",
            "trente",
            "leap",
            "canada",
            "anzac",
            "australia",
            "bastille",
            "groundhog",
            "kwanzaa",
            "purim",
            "nowruz",
            "holi",
            "navidad",
            "nochebuena",
            "weihnachten",
            "heiligabend",
            "ostern",
            "pfingsten",
            "expires",
            "expiry",
            "valid",
            "advent",
            "pentecost");

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
                    "(?i)(?<![\\w./-])(" + ORDINAL_DAY + "(?:\\s{1,2}(?:of|de|du|di|do))?[ -]{0,2}" + MONTH
                            + "(?:(?:,?\\s{1,2}(?:del? |do )?|-)?(?:" + YEAR
                            + ")|-\\d{2}|,? '\\d{2}| \\d{2}(?= ?(?:[.,;:)]|$|\\n| [a-z])))?)(?![\\w/%])"),
            rule("glued", "(?i)(?<![\\w./-])(" + DAY + SHORT_MONTH + "(?:" + YEAR + "|\\d{2}))(?!\\w)"),
            rule(
                    "day-slash-month",
                    "(?i)(?<![\\w./-])(" + DAY + "([/.-])" + SHORT_MONTH + "\\2(?:" + YEAR + "|\\d{2}))(?!\\w)"),
            rule(
                    "in-blanks",
                    "(?<![\\w./-])(" + "(?:3[01]|[12]\\d|0[1-9]) (?:3[01]|[12]\\d|0[1-9]) (?:19|20)\\d\\d)(?![\\d/-])"),
            rule("day-dot-month", "(?<![\\w./-])(" + DAY + "\\.(?:1[0-2]|0?[1-9])\\.)(?=\\s?[,;:)\\]/-])"),
            rule(
                    "misread-day",
                    "(?i)(?<![\\w./-])([0-3][lOI1-9](?: |-)?" + SHORT_MONTH
                            + "[a-z]{0,6}(?: |-)[12][0O][\\dOlI]{2})(?!\\w)"),
            rule("year-month", "(?i)(?<![\\w./-])(" + YEAR + "[- ]" + MONTH + "(?:[- ]" + DAY + ")?)(?!\\w)"),
            rule(
                    "zulu",
                    "(?i)(?<![\\w./-])(\\d{6}[A-Z](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\\d{2,4})(?!\\w)"),
            rule("numeric-month-year", "(?<![\\w./-])((?:1[0-2]|0?[1-9])[/-]" + YEAR + ")(?![\\d/-])"),
            rule(
                    "compact",
                    "(?<![\\w.-])((?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:T?\\d{4,6})?)(?![\\w-]|\\.\\d)"));
    /** What may stand behind the first number of a rule: these marks, a blank, or a letter (a). */
    private static final Map<String, String> NEXT = Map.ofEntries(
            Map.entry("iso", "-/."),
            Map.entry("iso-week", "-"),
            Map.entry("numeric", " -/."),
            Map.entry("numeric-short", "-/"),
            Map.entry("numeric-dots", "."),
            Map.entry("spaced", " -/"),
            Map.entry("roman", " -/."),
            Map.entry("day-month", " -.:a"),
            Map.entry("year-month", " -"),
            Map.entry("zulu", "a"),
            Map.entry("glued", "a"),
            Map.entry("day-slash-month", "-/."),
            Map.entry("in-blanks", " "),
            Map.entry("day-dot-month", "."),
            Map.entry("misread-day", "a -"),
            Map.entry("numeric-month-year", "-/"));

    private static final Map<Character, List<PatternRule>> BY_NEXT_CHAR = byNextChar();
    private static final List<PatternRule> AT_MONTH = List.of(
            rule("month-slash-day", "(?i)(" + SHORT_MONTH + "([/.-])" + DAY + "\\2(?:" + YEAR + "|\\d{2}))(?!\\w)"),
            rule(
                    "month-day",
                    "(?i)(" + MONTH + "\\s{0,2}-?" + ORDINAL_DAY + "(?: ?- ?" + DAY
                            + "(?!\\d|[/-]))?(?:(?:,?\\s{1,2}|, ?|-)" + YEAR
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
                    "spelled-spanish",
                    "(?i)(" + SPANISH_DAY + " de " + MONTH + "(?: del? (?:" + YEAR
                            + "|dos mil(?: [a-z\u00e9\u00f3]{3,12}){0,3}))?)(?!\\w)"),
            rule(
                    "spelled-french",
                    "(?i)(" + FRENCH_DAY + " " + MONTH + "(?: (?:" + YEAR
                            + "|deux mille(?: [a-z-]{2,14}){0,2}))?)(?!\\w)"),
            rule(
                    "spelled-day",
                    "((?i:" + NUMBER_WORD
                            + ") (?:of )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:,? (?:"
                            + YEAR + "|(?i:" + SPELLED_YEAR + ")))?)(?!\\w)"),
            rule("quarter", "(?i)(Q[1-4](?:,? ?| of |/|-)" + YEAR + ")(?!\\d)"),
            rule(
                    "expiry",
                    "(?i)(?:exp(?:ir(?:es|y|ation))?|valid(?: thru| until)?)(?: date)?[.: ]{1,3}((?:1[0-2]|0?[1-9])/\\d{2})(?![\\d/])"),
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
                    "(?i)((?:christmas(?: eve| day)?|thanksgiving(?: day)?|new year'?s(?: eve| day)?|easter(?: sunday| monday)?|halloween|(?:memorial|labor|independence|valentine'?s|mother'?s|father'?s|columbus|veterans|leap|canada|anzac|australia|bastille|groundhog|martin luther king|presidents'?|st\\.? patrick'?s|boxing|mlk) day"
                            + "|fourth of july|4th of july|juneteenth|hanukkah|diwali|passover|yom kippur|rosh hashanah|ramadan|eid|good friday|palm sunday|ash wednesday|lunar new year|chinese new year|cinco de mayo|mardi gras|black friday|kwanzaa|purim|nowruz|holi|navidad|nochebuena|weihnachten|heiligabend|ostern|pfingsten|pentecost)(?:,? (?:of )?"
                            + YEAR + ")?)(?![a-z]|-?\\s(?:disease|tree|factor|eye|fasting|fast))"),
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
            rule("partial", "(?<![\\w./-])((?:1[0-2]|0?[1-9])[/-]" + DAY + ")(?![\\d/%]|:\\d|-\\w|\\.\\d|\\w)");
    private static final PatternRule PARTIAL_DAY =
            rule("partial", "(?<![\\w./-])(" + DAY + "[/-](?:1[0-2]|0?[1-9]))(?![\\d/%:]|-\\w|\\.\\d|\\w)");
    private static final Set<String> OF_A_MONTH = Set.of("de", "di", "do", "du", "of");
    private static final Pattern UNTIL_DAY = Pattern.compile(
            "on|for|until|by|since|from|mon|tues?|wed|thu|thurs?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday");
    private static final Set<String> BETWEEN_DATES = Set.of("and", "vs", "or", "to", "then", "until", "also", "again");
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

    private static Map<Character, List<PatternRule>> byNextChar() {
        Map<Character, List<PatternRule>> byNext = new HashMap<>();
        for (char next : " -/.:a*".toCharArray()) {
            byNext.put(
                    next,
                    AT_NUMBER.stream()
                            .filter(rule -> NEXT.getOrDefault(rule.name().substring("date.".length()), "" + next)
                                            .indexOf(next)
                                    >= 0)
                            .toList());
        }
        return Map.copyOf(byNext);
    }

    /** Those whose expression may go on with the char that stands behind the first number. */
    private static List<PatternRule> rulesBefore(Tokens t, int i) {
        int end = t.end(i);
        char next = end < t.text.length() ? t.text.charAt(end) : '*';
        char kind = Character.isLetter(next) ? 'a' : Character.isWhitespace(next) ? ' ' : next;
        return BY_NEXT_CHAR.getOrDefault(kind, BY_NEXT_CHAR.get('*'));
    }

    private static void number(Tokens t, int i, List<PhiSpan> spans) {
        int length = t.length(i);
        if (length > 14 || (t.touches(i) && (t.isWord(i - 1) || t.isMark(i - 1, '.')))) {
            return;
        }
        boolean followed = (t.isMark(i + 1) && "-/.,".indexOf(t.text.charAt(t.start(i + 1))) >= 0)
                || t.is(i + 1, WordFacts.MONTH)
                || t.is(i + 2, WordFacts.MONTH)
                || OF_A_MONTH.contains(t.folded(i + 1))
                || (t.isWord(i + 1) && t.touches(i + 1))
                || length >= 8
                || t.isNumber(i + 1);
        if (!followed) {
            return;
        }
        for (PatternRule rule : rulesBefore(t, i)) {
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
        } else if (length <= 2
                && t.isWord(i + 1)
                && t.touches(i + 1)
                && (t.isMark(i + 2) || i + 2 == t.count())
                && UNTIL_DAY.matcher(t.folded(i - 1)).matches()) {
            ORDINAL.at(t.text, t.start(i), spans);
        }
    }

    /** "3/14": a date by what stands before, or because its second number is on no scale. */
    private static void partial(Tokens t, int i, List<PhiSpan> spans) {
        int first = Integer.parseInt(t.folded(i));
        int second = Integer.parseInt(t.folded(i + 2));
        boolean dayFirst = first > 12 && first <= 31 && second >= 1 && second <= 12;
        if (!dayFirst && (first < 1 || first > 12 || second < 1 || second > 31)) {
            return;
        }
        boolean listed = behindDate(t, i, spans);
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
        if (dayFirst) {
            if ((dating || timed || listed || cell) && !measuring) {
                PARTIAL_DAY.at(t.text, t.start(i), spans);
            }
            return;
        }
        boolean sentenceEnd = behind.isEmpty() || ".,;)\n".indexOf(behind.charAt(0)) >= 0 || behind.startsWith(" ");
        if ((dating && !(OF_A_SCALE.contains(t.folded(before)) && SCALES.contains(second) && second != 8))
                || timed
                || listed
                || (cell && !hyphen && (t.isMark(i + 3, '|') || !SCALES.contains(second) || t.isCapital(i + 3)))
                || (offScale && !measuring && sentenceEnd && second > 10)) {
            PARTIAL.at(t.text, t.start(i), spans);
        }
    }

    /** Nothing but "and", "vs" or marks stands between this and a date: one more of them. */
    private static boolean behindDate(Tokens t, int i, List<PhiSpan> spans) {
        if (spans.isEmpty()) {
            return false;
        }
        PhiSpan last = spans.get(spans.size() - 1);
        int gap = t.start(i) - last.end();
        if (last.phiClass() != PhiClass.DATE || gap < 1 || gap > 7) {
            return false;
        }
        for (int at = i - 1; at >= 0 && t.start(at) >= last.end(); at--) {
            if (!t.isMark(at) && !BETWEEN_DATES.contains(t.folded(at))) {
                return false;
            }
        }
        return true;
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
            case "q" -> t.touches(i + 1);
            default ->
                SPELLED_DAYS.contains(word)
                        || (t.length(i) == 1 && "oli".contains(word) && (t.isNumber(i + 1) || t.isMark(i + 1, '/')));
        };
    }
}
