package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Dates that begin with a word: a month, a season, a quarter, a holiday, a label, numbers spelled out. */
final class WrittenDateRules {
    private static final List<PatternRule> AT_MONTH = List.of(
            DateParts.rule(
                    "month-slash-day",
                    "(?i)(" + DateParts.SHORT_MONTH + "([/.-])" + DateParts.DAY + "\\2(?:" + DateParts.YEAR
                            + "|\\d{2}))(?!\\w)"),
            DateParts.rule(
                    "month-day",
                    "(?i)(" + DateParts.MONTH + "\\s{0,2}-?" + DateParts.ORDINAL_DAY + "(?: ?- ?" + DateParts.DAY
                            + "(?!\\d|[/-]))?(?:(?:,?\\s{1,2}|, ?|-)" + DateParts.YEAR
                            + "|,? '\\d{2}|, ?\\d{2}(?!\\d))?)(?![\\w/%:]|\\.\\d| ?(?:mg|mL|days|weeks|hours|times|minutes|years|tabs?\\b|tablets?|puffs?|doses?|caps?\\b|units))"),
            DateParts.rule(
                    "month-year",
                    "(?i)(" + DateParts.MONTH + "(?:,?\\s(?:of |del? )?|-|/)" + DateParts.YEAR + "|" + DateParts.MONTH
                            + " ?'\\d{2})(?!\\d)"),
            DateParts.rule(
                    "spelled",
                    "(?i)(" + DateParts.MONTH + " (?:the )?(?:" + DateParts.SPELLED_DAY + ")(?:,? (?:" + DateParts.YEAR
                            + "|" + DateParts.SPELLED_YEAR + "))?)\\b"));
    private static final List<PatternRule> AT_WORD = List.of(
            DateParts.rule(
                    "spelled-spanish",
                    "(?i)(" + DateParts.SPANISH_DAY + " de " + DateParts.MONTH + "(?: del? (?:" + DateParts.YEAR
                            + "|dos mil(?: [a-z\u00e9\u00f3]{3,12}){0,3}))?)(?!\\w)"),
            DateParts.rule(
                    "spelled-french",
                    "(?i)(" + DateParts.FRENCH_DAY + " " + DateParts.MONTH + "(?: (?:" + DateParts.YEAR
                            + "|deux mille(?: [a-z-]{2,14}){0,2}))?)(?!\\w)"),
            DateParts.rule(
                    "spelled-day",
                    "((?i:" + DateParts.NUMBER_WORD
                            + ") (?:of )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:,? (?:"
                            + DateParts.YEAR + "|(?i:" + DateParts.SPELLED_YEAR + ")))?)(?!\\w)"),
            DateParts.rule(
                    "quarter", "(?i)(Q[1-4](?:(?:,? ?| of |/|-)" + DateParts.YEAR + "|(?: | of )?'\\d{2}))(?!\\d)"),
            DateParts.rule(
                    "expiry",
                    "(?i)(?:exp(?:ir(?:es|y|ation))?|valid(?: thru| until)?)(?: date)?[.: ]{1,3}((?:1[0-2]|0?[1-9])/\\d{2})(?![\\d/])"),
            DateParts.rule(
                    "spelled",
                    "(?i)((?:" + DateParts.SPELLED_DAY + ") (?:day )?of " + DateParts.MONTH + "(?:,? (?:"
                            + DateParts.YEAR + "|" + DateParts.SPELLED_YEAR + "))?)(?!\\w)"),
            DateParts.rule(
                    "slashes",
                    "(?i)(" + DateParts.NUMBER_WORD + " (?:slash|dash) " + DateParts.NUMBER_WORD
                            + "(?: (?:slash|dash) (?:" + DateParts.SPELLED_YEAR + "|" + DateParts.NUMBER_WORD
                            + "))?)\\b"),
            DateParts.rule(
                    "part",
                    "(?i)((?:(?:first|second|third|last|1st|2nd|3rd) week|ides|end|beginning|middle|start) of "
                            + DateParts.MONTH + "(?:,? " + DateParts.YEAR + ")?)(?!\\w)"),
            DateParts.rule(
                    "season",
                    "(?i)((?:spring|summer|fall|autumn|winter)(?:/(?:spring|summer|fall|autumn|winter))?(?: of|,)? (?:"
                            + DateParts.YEAR + "(?:[-/]\\d{2})?|'\\d{2}))(?!\\d)"),
            DateParts.rule(
                    "holiday",
                    "(?i)((?:(?:christmas|x-?mas)(?: eve| day)?(?: weekend)?|thanksgiving(?: day| eve)?(?: weekend)?|super ?bowl(?: sunday)?|(?:indigenous people'?s'?|election|flag|tax|earth|arbor|inauguration|graduation|pi|constitution|patriots'?) day|new year'?s(?: eve| day)?|easter(?: sunday| monday)?|halloween|(?:memorial|labor|independence|valentine'?s|mother'?s|father'?s|columbus|veterans|leap|canada|anzac|australia|bastille|groundhog|martin luther king|presidents'?|st\\.? patrick'?s|boxing|mlk) day(?: weekend)?"
                            + "|fourth of july|4th of july|juneteenth|hanukkah|diwali|passover|yom kippur|rosh hashanah|ramadan|eid|good friday|palm sunday|ash wednesday|lunar new year|chinese new year|cinco de mayo|mardi gras|black friday|kwanzaa|purim|nowruz|holi|navidad|nochebuena|weihnachten|heiligabend|ostern|pfingsten|pentecost)(?:,? (?:of )?"
                            + DateParts.YEAR
                            + ")?)(?![a-z]|-?\\s(?:disease|tree|factor|eye|fasting|fast|egg|seal|lily|cookies?|candy|cactus|pudding))"),
            DateParts.rule(
                    "birth-year", "(?i)(?:born(?: in)?|birth year:?|year of birth:?|DOB:?) (1[89][0-3]\\d)\\b(?![/-])"),
            DateParts.rule(
                    "compact-labelled",
                    "(?i)(?:date|dob|dos|doa|surgery|exp|admitted|admit|seen|d\\.o\\.b\\.?)[: ]{1,3}((?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{2})(?!\\d)"),
            DateParts.rule(
                    "misread",
                    "(?<![\\w/])((?=[OolI1-9/-]{0,10}\\d)[OolI\\d]{1,2}[/-][OolI\\d]{1,2}[/-][OolI\\d]{2,4})(?!\\w)"));

    static final Set<String> STARTS = WordList.roles("date-words.txt").get("starts");

    private WrittenDateRules() {}

    /** Tries the rules at a month; whether one found a date. */
    static boolean atMonth(Tokens t, int i, List<PhiSpan> spans) {
        return tryAll(AT_MONTH, t, i, spans);
    }

    /** Tries the rules at any other word. */
    static boolean atWord(Tokens t, int i, List<PhiSpan> spans) {
        return isRuleStart(t, i) && tryAll(AT_WORD, t, i, spans);
    }

    private static boolean tryAll(List<PatternRule> rules, Tokens t, int i, List<PhiSpan> spans) {
        for (PatternRule rule : rules) {
            if (rule.at(t.text, t.start(i), spans)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRuleStart(Tokens t, int i) {
        if (t.is(i, WordFacts.NUMBER_WORD | WordFacts.HOLIDAY)) {
            return true;
        }
        String word = t.folded(i);
        if (t.length(i) == 1) {
            return (word.equals("q") && t.touches(i + 1))
                    || (word.equals("d") && t.isMark(i + 1, '.'))
                    || ("oli".contains(word) && (t.isNumber(i + 1) || t.isMark(i + 1, '/')));
        }
        return t.is(i, WordFacts.TRIGGER) && STARTS.contains(word);
    }
}
