package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;

/** Ages over 89, in digits or words; younger ages stay. The span is the number alone. */
final class AgeDetector implements PhiDetector {
    private static final String OLD = "(9\\d|1[0-2]\\d)";
    private static final String OLD_WORDS =
            "((?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one |a )?hundred(?:[- ](?:and[- ])?(?:one|two|three|four|five|six|seven|eight|nine|ten))?))";
    private static final List<PatternRule> RULES = List.of(
            rule(
                    "years-old",
                    "(?i)(?<![\\w./-])" + OLD
                            + "(?=[- ]{0,2}(?:years?|yrs?|yr?\\.?)[- ]{0,2}(?:old|o\\b|of age)|[- ]?(?:y/?o\\b|yo[mf]?\\b|y\\.o\\.))"),
            rule(
                    "aged",
                    "(?i)\\b(?:aged?|age of|age is|age:|age =|turned|turning|turns)[ :]{0,2}" + OLD
                            + "(?![\\d/%-]|\\.\\d| ?(?:mg|days?|weeks?|months?|hours?|minutes?|kg|cm))"),
            rule(
                    "sex",
                    "(?<![\\w./-])(?:(?i:\\b(?:an?|this|the) ))?((?:9\\d|10\\d)(?=[MF]\\b)|(?<=\\b(?:a|A|this|This|the|The) )(?:9\\d|10\\d)(?= (?:M|F|male|female|man|woman|gentleman|lady)\\b))"),
            rule("words", "(?i)\\b" + OLD_WORDS + "(?=[- ](?:years?|yrs?)[- ](?:old|of age))"),
            rule("birthday", "(?i)\\b" + OLD + "(?=(?:st|nd|rd|th) birthday)"),
            rule(
                    "decade",
                    "(?i)\\b(?:in|into) (?:his|her|their|the) (?:early |mid |late |mid-)?(nineties|90'?s|hundreds|100'?s)"),
            rule("noun", "(?i)\\b(nonagenarian|centenarian|supercentenarian)s?\\b"));

    private static PatternRule rule(String name, String expression) {
        return PatternRule.of("age." + name, PhiClass.DATE, expression);
    }

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        RULES.forEach(rule -> rule.findIn(text, spans));
        return spans;
    }
}
