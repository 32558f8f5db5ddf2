package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;

/**
 * Dates but for bare years. Two numbers with a slash are a date only after a word that dates something, for blood
 * pressures, strengths, ratios and fractions look the same.
 */
final class DateDetector implements PhiDetector {
    private static final String MONTH = MonthNames.EXPRESSION + "\\b\\.?";
    private static final String ORDINAL_DAY = "(?:3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?";
    private static final String YEAR = "(?:1[89]|20)\\d{2}";
    private static final String SPELLED_DAY =
            "(?:twenty-|thirty-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth"
                    + "|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth";
    private static final List<PatternRule> RULES = List.of(
            rule(
                    "iso",
                    "(?<![\\w.-])(" + YEAR
                            + "([-/.])(?:1[0-2]|0?[1-9])\\2(?:3[01]|[12]\\d|0?[1-9]))(?:[T ]\\d{2}:?\\d{2}[\\d:.+Z-]{0,20})?(?![\\w-])"),
            rule(
                    "numeric",
                    "(?<![\\w./-])((?:[12]\\d|3[01]|0?[1-9])([-/.])(?:[12]\\d|3[01]|0?[1-9])\\2(?:" + YEAR
                            + "))(?![\\d/-])"),
            rule(
                    "numeric-short",
                    "(?<![\\w./-])((?:[12]\\d|3[01]|0?[1-9])([-/])(?:[12]\\d|3[01]|0?[1-9])\\2\\d{2})(?![\\w/%-]|\\.\\d)"),
            rule(
                    "month-day",
                    "\\b(" + MONTH + " {0,2}-?" + ORDINAL_DAY + "(?:(?:,? {1,2}|, ?|-)" + YEAR
                            + "|,? '\\d{2})?)(?![\\w/%]|\\.\\d| ?(?:mg|mL))"),
            rule(
                    "day-month",
                    "(?<![\\w.])(" + ORDINAL_DAY + "(?: {1,2}of)?[ -]{0,2}" + MONTH + "(?:(?:,? {1,2}|-)(?:" + YEAR
                            + ")|-\\d{2}|,? '\\d{2})?)(?!\\w)"),
            rule("month-year", "\\b(" + MONTH + "(?:,? (?:of )?|-|/)" + YEAR + ")\\b"),
            rule("numeric-month-year", "(?<![\\w./-])((?:1[0-2]|0?[1-9])/" + YEAR + ")(?![\\d/])"),
            rule(
                    "month-alone",
                    "(?i:\\b(?:in|since|last|this|next|until|during|early|late|mid|by|through|from|of|around))[ -]("
                            + MONTH + ")(?! ?\\d|[\\w'-]| [A-Z]\\w)"),
            rule(
                    "partial",
                    "(?i:\\b(?:on|since|dated|seen|admitted|discharged|visit|born|dob|dos|doa|until|through|surgery|scheduled for|due|as of|effective|began|started|onset|d/c'?d?|last seen|exam of|labs?|taken|collected|resulted|performed))"
                            + ":? {1,2}((?:1[0-2]|0?[1-9])[/-](?:3[01]|[12]\\d|0?[1-9]))(?![\\d/%-]|\\.\\d| ?(?:strength|pain|murmur|scale|on the|in severity|systolic|motor|power|mg|of|doses|days|times|reflexes|points|criteria))"),
            rule("at-time", "(?<![\\w./-])((?:1[0-2]|0?[1-9])/(?:3[01]|[12]\\d|0?[1-9]))(?= (?:at )?\\d{1,2}:\\d{2})"),
            rule(
                    "ordinal",
                    "(?i:\\bon|until|by|since) the ((?:3[01]|[12]\\d|[1-9])(?:st|nd|rd|th))(?=[.,;)]|$| at \\d| (?:he|she|they|the|and)\\b)"),
            rule(
                    "spelled",
                    "(?i)\\b((?:the )?(?:" + SPELLED_DAY + ") of (?-i:" + MonthNames.EXPRESSION + ")(?:,? " + YEAR
                            + ")?|(?-i:" + MonthNames.EXPRESSION + ") (?:the )?(?:" + SPELLED_DAY + ")(?:,? " + YEAR
                            + ")?)\\b"),
            rule(
                    "compact",
                    "(?<![\\w.-])((?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))(?:T?\\d{4,6})?(?![\\w-]|\\.\\d)"),
            rule(
                    "holiday",
                    "(?i:\\b(?:on|since|after|before|around|until|over|at|near|by)) (?:the )?((?:Christmas(?: Eve| Day)?|Thanksgiving(?: Day)?|New Year'?s(?: Eve| Day)?"
                            + "|Easter(?: Sunday| Monday)?|Halloween|Memorial Day|Labor Day|Independence Day|Valentine'?s Day|Mother'?s Day|Father'?s Day|Fourth of July|4th of July"
                            + "|Martin Luther King Day|Columbus Day|Veterans Day|Hanukkah|Diwali|Passover|Yom Kippur)(?:,? (?:of )?"
                            + YEAR + ")?)(?![a-z]| (?:disease|tree|factor))"),
            rule(
                    "birth-year",
                    "(?i)\\b(?:born(?: in)?|birth year:?|year of birth:?|DOB:?) (1[89][0-3]\\d)\\b(?![/-])"));

    private static PatternRule rule(String name, String expression) {
        return PatternRule.of("date." + name, PhiClass.DATE, expression);
    }

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        RULES.forEach(rule -> rule.findIn(text, spans));
        return spans;
    }
}
