package org.residency.deidentification;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression that finds one class. Group 1 is the identifier; what stands around it is context. Every
 * repetition in these expressions is bounded or possessive, so time is linear in the text.
 */
record PatternRule(String name, PhiClass phiClass, Pattern pattern) {
    static PatternRule of(String name, PhiClass phiClass, String expression) {
        return new PatternRule(name, phiClass, Pattern.compile(expression));
    }

    void findIn(String text, List<PhiSpan> spans) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            add(matcher, text, spans);
        }
    }

    private void add(MatchResult match, String text, List<PhiSpan> spans) {
        int start = match.start(1);
        int end = match.end(1);
        // A full stop or comma after an identifier belongs to the sentence.
        while (end > start && ".,;:-/'\"".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end > start) {
            spans.add(new PhiSpan(start, end, phiClass, name));
        }
    }
}
