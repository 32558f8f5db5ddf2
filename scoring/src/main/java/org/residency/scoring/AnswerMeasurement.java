package org.residency.scoring;

import java.util.List;
import java.util.Optional;
import org.residency.scoring.files.AnswerLine;

/** Measures a model's answers to a case against its reference. */
public final class AnswerMeasurement {

    private final AnswerMatcher matcher;
    private final TokenF1 tokenF1;
    private final CueCoverage cueCoverage = new CueCoverage();

    public AnswerMeasurement(AnswerMatcher matcher) {
        this.matcher = matcher;
        this.tokenF1 = new TokenF1(matcher);
    }

    /**
     * What is known of a case.
     *
     * @param reference its full answer where it has no short one
     */
    public record Known(String caseId, String reference, List<String> cues) {
        public Known {
            cues = List.copyOf(cues);
        }
    }

    /**
     * The measured answers.
     *
     * @param greedy the greedy completion
     * @param greedyTokens its length, the end token included
     * @param sampled the completions sampled as served
     */
    public AnswerLine of(Known known, String greedy, int greedyTokens, List<String> sampled) {
        MetricInput input =
                MetricInput.of(greedy, ThinkTag.IN_PROMPT, Optional.of(known.reference()), known.cues(), greedyTokens);
        int sampledCorrect = (int) sampled.stream()
                .filter(completion -> isCorrect(completion, known.reference()))
                .count();
        return new AnswerLine(
                known.caseId(),
                isCorrect(greedy, known.reference()),
                sampledCorrect,
                sampled.size(),
                input.parsed().isWellFormed(),
                tokenF1.measure(input).orElse(0),
                cueCoverage.measure(input),
                greedyTokens,
                greedy,
                sampled);
    }

    private boolean isCorrect(String completion, String reference) {
        return matcher.matches(
                ReasonedAnswer.parse(completion, ThinkTag.IN_PROMPT).answer(), reference);
    }
}
