package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Ages over 89, in digits or words; younger ages stay. The span is the number alone. */
final class AgeDetector implements PhiDetector {
    private static final Set<String> BEHIND_SHORT = WordSet.of("hundred", "his", "her", "their");
    private static final String OLD = "(9\\d|1[0-2]\\d)";
    private static final String OLD_WORDS =
            "((?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one |a )?hundred(?:[- ](?:and[- ])?(?:one|two|three|four|five|six|seven|eight|nine|ten))?))";
    private static final List<PatternRule> AT_NUMBER = List.of(
            rule(
                    "years-old",
                    "(?i)(?<![\\w./-])" + OLD
                            + "(?=[- ]{0,2}(?:years?|yrs?|yr?\\.?)[- ]{0,2}(?:old|young|o\\b|of age)|[- ]?(?:y/?o\\b|yo[mf]?\\b|y\\.o\\.?|a[n\u00f1]os|ans\\b))"),
            rule("birthday", "(?i)" + OLD + "(?=(?:st|nd|rd|th) birthday)"),
            rule(
                    "sex",
                    "(?<![\\w./-])((?:9\\d|10\\d)(?= ?[yY]?/?[MFmf]\\b)|(?:9\\d|10\\d)(?=-something\\b)|(?<=\\b(?:a|A|this|This|the|The) )(?:9\\d|10\\d)(?= (?:M|F|male|female|man|woman|gentleman|lady)\\b))"));
    private static final List<PatternRule> AT_WORD = List.of(
            rule(
                    "aged",
                    "(?i)(?:aged?|ages|age of|age is|turned|turning|turns)[ :=]{0,3}(?:\\d{1,2},? (?:and |& )?){0,4}"
                            + OLD + "(?![\\d/%-]|\\.\\d| ?(?:mg|days?|weeks?|months?|hours?|minutes?|kg|cm))"),
            rule("aged-words", "(?i)(?:aged?|age of|age is|turned|turning|turns)[ :=]{0,3}" + OLD_WORDS + "(?![\\w-])"),
            rule("words", "(?i)" + OLD_WORDS + "(?=[- ](?:years?|yrs?)[- ](?:old|of age))"),
            rule(
                    "lived",
                    "(?i)(?:died|dies|passed(?: away)?|lived|lives|living|expired|deceased|lasted)(?: (?:peacefully|suddenly|naturally))?(?: of [a-z ]{2,24}?)? ?(?:to be|to age|to|at the age of|at age|at|until|till|@|age|aged) ?"
                            + OLD
                            + "(?![\\d/%:-]|\\.\\d| ?(?:mg|hours?|hrs|days?|weeks?|months?|minutes?|kg|cm|[NSEW]\\b|\\p{Lu}))"),
            rule(
                    "is",
                    "(?i)(?:he|she|pt|patient|who|mother|father|mom|dad|wife|husband)(?: is| was|'s)(?: now| only| almost| nearly)? "
                            + OLD + "(?= ?(?:[.,;)!?]|$|\\n|and\\b|but\\b|with\\b|w/|years|yrs))"),
            rule(
                    "decade",
                    "(?i)(?:in|into) (?:his|her|their) (?:early[ -]|mid[ -]|late[ -]|upper |lower )?(nineties|90'?s|hundreds|100'?s)"),
            rule("noun", "(?i)(nonagenarian|centenarian|supercentenarian)s?\\b"));
    static final Set<String> WORDS = WordList.roles("rules/age.txt").get("words");

    private static PatternRule rule(String name, String expression) {
        return PatternRule.of("age." + name, PhiClass.DATE, expression);
    }

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isNumber(i)) {
                boolean old = (t.length(i) == 2 && t.text.charAt(t.start(i)) == '9')
                        || (t.length(i) == 3 && t.text.charAt(t.start(i)) == '1');
                tryAll(old ? AT_NUMBER : List.of(), t, i, spans);
                if (old && isOfSomebody(t, i)) {
                    spans.add(new PhiSpan(t.start(i), t.end(i), PhiClass.DATE, "age.apposition"));
                }
            } else if (t.folded(i).equals("ninety") && isSpelledApposition(t, i)) {
                spans.add(new PhiSpan(
                        t.start(i), t.end(SpelledNumber.cardinal(t, i).end() - 1), PhiClass.DATE, "age.apposition"));
            } else if (t.is(i, WordFacts.TRIGGER) && WORDS.contains(t.folded(i))) {
                boolean likely = t.length(i) > 2
                        || t.folded(i).equals("he")
                        || t.folded(i).equals("pt")
                        || BEHIND_SHORT.contains(t.folded(i + 1));
                tryAll(likely ? AT_WORD : List.of(), t, i, spans);
            }
        }
    }

    /** "Opal Gray, ninety-two, comfort care". */
    private static boolean isSpelledApposition(Tokens t, int i) {
        int end = SpelledNumber.cardinal(t, i).end();
        boolean somebody = t.is(i - 1, WordFacts.RELATION) || (t.isMark(i - 1, ',') && t.isWord(i - 2));
        return somebody && t.isMark(end, ',');
    }

    /** "husband 95, retired", "Eunice Webb, 92, is well". */
    private static boolean isOfSomebody(Tokens t, int i) {
        boolean apart = t.isMark(i + 1, ',') || t.isMark(i + 1, ')') || t.isMark(i + 1, ';');
        boolean behindComma = t.isMark(i - 1, ',')
                && t.letterIsCapital(i - 2)
                && !t.is(i - 2, WordFacts.CLINICAL)
                && t.isMark(i + 1, ',')
                && t.isWord(i + 2);
        boolean relative = t.is(i - 1, WordFacts.RELATION)
                || (t.isMark(i - 1, ',') && t.is(i - 2, WordFacts.RELATION))
                || (t.isMark(i - 1, '(') && t.is(i - 2, WordFacts.RELATION));
        return Integer.parseInt(t.folded(i)) < 120 && ((apart && (relative || behindComma)) || confirmed(t, i));
    }

    /** "(93 confirmed by family)": the age that stood before once more. */
    private static boolean confirmed(Tokens t, int i) {
        return t.isMark(i - 1, '(')
                && (t.folded(i + 1).equals("confirmed") || t.folded(i + 1).equals("per"));
    }

    private static void tryAll(List<PatternRule> rules, Tokens t, int i, List<PhiSpan> spans) {
        for (PatternRule rule : rules) {
            if (rule.at(t.text, t.start(i), spans)) {
                return;
            }
        }
    }
}
