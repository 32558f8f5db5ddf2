package org.residency.scoring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Harmonic mean of precision and recall over the words of answer and reference (SQuAD, Rajpurkar et al. 2016). */
public final class TokenF1 implements Metric {
    private final AnswerMatcher matcher;

    public TokenF1(AnswerMatcher matcher) {
        this.matcher = matcher;
    }

    @Override
    public String name() {
        return "token-f1";
    }

    @Override
    public OptionalDouble measure(MetricInput input) {
        return input.reference()
                .map(reference -> OptionalDouble.of(
                        f1(words(matcher.diagnosisIn(input.parsed().answer())), words(matcher.diagnosisIn(reference)))))
                .orElse(OptionalDouble.empty());
    }

    private static double f1(List<String> given, List<String> wanted) {
        Map<String, Integer> left = new HashMap<>();
        wanted.forEach(word -> left.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : given) {
            if (left.merge(word, -1, Integer::sum) >= 0) {
                shared++;
            }
        }
        return shared == 0 ? 0 : 2.0 * shared / (given.size() + wanted.size());
    }

    private static List<String> words(String text) {
        String normalized = AnswerMatcher.normalize(text);
        return normalized.isEmpty() ? List.of() : Arrays.asList(normalized.split(" ", -1));
    }
}
