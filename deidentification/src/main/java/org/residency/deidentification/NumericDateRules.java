package org.residency.deidentification;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Dates that begin with a number, told by their form alone. */
final class NumericDateRules {
    private static final List<PatternRule> AT_NUMBER = List.of(
            DateParts.rule(
                    "iso",
                    "(?<![\\w.-])(" + DateParts.YEAR + "([-/.])(?:1[0-2]|0?[1-9])\\2" + DateParts.DAY
                            + "(?![\\d]))(?:[T ]\\d{2}:?\\d{2}[\\d:.+Z-]{0,20})?(?![\\w-])"),
            DateParts.rule("iso-week", "(?<![\\w.-])(" + DateParts.YEAR + "-W\\d{2})(?!\\w)"),
            DateParts.rule(
                    "numeric",
                    "(?<![\\w./-])(" + DateParts.DAY + " ?([-/.]) ?" + DateParts.DAY + " ?\\2 ?" + DateParts.YEAR
                            + ")(?![\\d/-])"),
            DateParts.rule(
                    "numeric-short",
                    "(?<![\\w./-])(" + DateParts.DAY + "([-/])" + DateParts.DAY + "\\2'?\\d{2})(?![\\w/%-]|\\.\\d)"),
            DateParts.rule(
                    "numeric-dots",
                    "(?<![\\w./-])(" + DateParts.DAY + "\\.(?:1[0-2]|0?[1-9])\\.\\d{2})(?![\\w/%-]|\\.\\d)"),
            DateParts.rule(
                    "spaced",
                    "(?<![\\w./-] ?)((?:\\d ?){1,2} ?[/-] ?(?:\\d ?){1,2} ?[/-] ?(?:\\d ?){3}\\d)(?![\\d/-])"),
            DateParts.rule(
                    "roman",
                    "(?i)(?<![\\w./-])(" + DateParts.DAY + "[-./ ](?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})[-./ ]"
                            + DateParts.YEAR + ")(?!\\w)"),
            DateParts.rule(
                    "day-month",
                    "(?i)(?<![\\w./-])(" + DateParts.ORDINAL_DAY + "(?:\\s{1,2}(?:of|de|du|di|do))?[ -]{0,2}"
                            + DateParts.MONTH
                            + "(?:(?:,?\\s{1,2}(?:del? |do )?|-)?(?:" + DateParts.YEAR
                            + ")|-\\d{2}|,? '\\d{2}| \\d{2}(?= ?(?:[.,;:)]|$|\\n| [a-z])))?)(?![\\w/%])"),
            DateParts.rule(
                    "glued",
                    "(?i)(?<![\\w./-])(" + DateParts.DAY + DateParts.SHORT_MONTH + "(?:" + DateParts.YEAR
                            + "|\\d{2}))(?!\\w)"),
            DateParts.rule(
                    "day-slash-month",
                    "(?i)(?<![\\w./-])(" + DateParts.DAY + "([/.-])" + DateParts.SHORT_MONTH + "\\2(?:" + DateParts.YEAR
                            + "|\\d{2}))(?!\\w)"),
            DateParts.rule(
                    "in-blanks",
                    "(?<![\\w./-])(" + "(?:3[01]|[12]\\d|0[1-9]) (?:3[01]|[12]\\d|0[1-9]) (?:19|20)\\d\\d)(?![\\d/-])"),
            DateParts.rule(
                    "day-dot-month", "(?<![\\w./-])(" + DateParts.DAY + "\\.(?:1[0-2]|0?[1-9])\\.)(?=\\s?[,;:)\\]/-])"),
            DateParts.rule(
                    "misread-day",
                    "(?i)(?<![\\w./-])([0-3][lOI1-9](?: |-)?" + DateParts.SHORT_MONTH
                            + "[a-z]{0,6}(?: |-)[12][0O][\\dOlI]{2})(?!\\w)"),
            DateParts.rule(
                    "misread",
                    "(?<![\\w/.-])((?=[\\d/-]{0,8}[OolI])[OolI\\d]{1,2}[/-][OolI\\d]{1,2}[/-](?:[12][OolI\\d]{3}|[OolI\\d]{2}))(?!\\w)"),
            DateParts.rule("quarter", "(?i)(?<![\\w./-])([1-4]Q ?(?:'\\d{2}|(?:20)?\\d{2}))(?![\\w/-])"),
            DateParts.rule(
                    "year-month",
                    "(?i)(?<![\\w./-])(" + DateParts.YEAR + "[- ]" + DateParts.MONTH + "(?:[- ]" + DateParts.DAY
                            + ")?)(?!\\w)"),
            DateParts.rule(
                    "zulu",
                    "(?i)(?<![\\w./-])(\\d{6}[A-Z](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\\d{2,4})(?!\\w)"),
            DateParts.rule(
                    "numeric-month-year", "(?<![\\w./-])((?:1[0-2]|0?[1-9])[/-]" + DateParts.YEAR + ")(?![\\d/-])"),
            DateParts.rule(
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
            Map.entry("misread", "/-a"),
            Map.entry("quarter", "a"),
            Map.entry("day-dot-month", "."),
            Map.entry("misread-day", "a -"),
            Map.entry("numeric-month-year", "-/"));

    /** By the char behind the first number; those of any other char stand under the star. */
    private static final List<List<PatternRule>> BY_NEXT_CHAR = byNextChar();

    private NumericDateRules() {}

    /** Tries the rules at a number; whether one found a date. */
    static boolean find(Tokens t, int i, List<PhiSpan> spans) {
        for (PatternRule rule : rulesBefore(t, i)) {
            if (rule.at(t.text, t.start(i), spans)) {
                return true;
            }
        }
        return false;
    }

    private static List<List<PatternRule>> byNextChar() {
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
        List<PatternRule> others = byNext.get('*');
        return IntStream.range(0, 128)
                .mapToObj(c -> byNext.getOrDefault((char) c, others))
                .toList();
    }

    /** Those whose expression may go on with the char that stands behind the first number. */
    private static List<PatternRule> rulesBefore(Tokens t, int i) {
        int end = t.end(i);
        char next = end < t.text.length() ? t.text.charAt(end) : '*';
        char kind = Character.isLetter(next) ? 'a' : Character.isWhitespace(next) ? ' ' : next;
        return BY_NEXT_CHAR.get(kind < 128 ? kind : '*');
    }
}
