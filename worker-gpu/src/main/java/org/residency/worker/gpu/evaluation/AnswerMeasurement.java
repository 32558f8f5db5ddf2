package org.residency.worker.gpu.evaluation;

import java.util.Optional;
import java.util.OptionalDouble;
import org.residency.dataset.ClinicalCase;
import org.residency.scoring.AnswerMatcher;
import org.residency.scoring.CueCoverage;
import org.residency.scoring.MetricInput;
import org.residency.scoring.ReasonedAnswer;
import org.residency.scoring.ThinkTag;
import org.residency.scoring.TokenF1;
import org.residency.scoring.files.AnswerLine;

/** Measures the answers to a case against its reference, or its full answer where it has no reference. */
final class AnswerMeasurement {

    private final AnswerMatcher matcher;
    private final TokenF1 tokenF1;
    private final CueCoverage cueCoverage = new CueCoverage();

    AnswerMeasurement(AnswerMatcher matcher) {
        this.matcher = matcher;
        this.tokenF1 = new TokenF1(matcher);
    }

    AnswerLine of(ClinicalCase clinicalCase, CaseAnswers answers) {
        String reference = clinicalCase.reference().orElse(clinicalCase.answer());
        MetricInput greedy = MetricInput.of(
                answers.greedy(),
                ThinkTag.IN_PROMPT,
                Optional.of(reference),
                clinicalCase.cues(),
                answers.greedyTokens());
        OptionalDouble cues = cueCoverage.measure(greedy);
        int sampledCorrect = (int) answers.sampled().stream()
                .filter(completion -> isCorrect(completion, reference))
                .count();
        return new AnswerLine(
                clinicalCase.id(),
                isCorrect(answers.greedy(), reference),
                sampledCorrect,
                answers.sampled().size(),
                greedy.parsed().isWellFormed(),
                tokenF1.measure(greedy).orElse(0),
                cues,
                answers.greedyTokens(),
                answers.greedy(),
                answers.sampled());
    }

    private boolean isCorrect(String completion, String reference) {
        return matcher.matches(
                ReasonedAnswer.parse(completion, ThinkTag.IN_PROMPT).answer(), reference);
    }
}
