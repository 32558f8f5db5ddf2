package org.residency.worker.cpu.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.evaluation.PairedDifference;
import org.residency.scoring.BootstrapInterval;
import org.residency.scoring.Interval;
import org.residency.scoring.PairedOutcomes;
import org.residency.scoring.files.AnswerLine;

/**
 * Candidate less another model, case by case: shares by Newcombe's paired interval, other means by the bootstrap. Pairs
 * tell a small gain from chance on far fewer cases than two separate intervals do.
 */
final class ModelComparison {

    private static final double LEVEL = 0.95;

    private final ModelRole other;
    private final List<AnswerLine> candidates;
    private final List<AnswerLine> others;
    private final long seed;

    /**
     * @param candidate the candidate's answers by case
     * @param answers the other's answers by case
     * @param seed of the bootstrap
     * @throws IllegalArgumentException if they did not answer the same cases
     */
    ModelComparison(ModelRole other, Map<String, AnswerLine> candidate, Map<String, AnswerLine> answers, long seed) {
        Set<String> cases = candidate.keySet();
        if (cases.isEmpty() || !cases.equals(answers.keySet())) {
            throw new IllegalArgumentException("answers of " + other + ": found " + answers.size()
                    + " cases, expected the same " + cases.size() + " that the candidate answered, at least one");
        }
        this.other = other;
        // Sorted, so that the bootstrap draws the same cases whatever the order of the files.
        this.candidates = List.copyOf(new TreeMap<>(candidate).values());
        this.others = List.copyOf(new TreeMap<>(answers).values());
        this.seed = seed;
    }

    List<PairedDifference> differences() {
        List<PairedDifference> differences = new ArrayList<>();
        differences.add(ofShares(Metric.EXACT_MATCH, AnswerLine::greedyCorrect));
        differences.add(ofMeans(Metric.SAMPLED_EXACT_MATCH, AnswerLine::sampledShare, answer -> true));
        differences.add(ofMeans(Metric.TOKEN_F1, AnswerLine::tokenF1, answer -> true));
        differences.add(ofShares(Metric.FORMAT_RATE, AnswerLine::wellFormed));
        if (candidates.stream().anyMatch(ModelComparison::hasCues)) {
            differences.add(ofMeans(
                    Metric.CUE_COVERAGE, answer -> answer.cueCoverage().orElseThrow(), ModelComparison::hasCues));
        }
        return differences;
    }

    private PairedDifference ofShares(String metric, Predicate<AnswerLine> holds) {
        ToDoubleFunction<AnswerLine> outcome = answer -> holds.test(answer) ? 1 : 0;
        return difference(
                metric,
                PairedOutcomes.of(values(candidates, outcome), values(others, outcome))
                        .difference(LEVEL));
    }

    private PairedDifference ofMeans(
            String metric, ToDoubleFunction<AnswerLine> value, Predicate<AnswerLine> appliesTo) {
        List<AnswerLine> measuredCandidates = new ArrayList<>();
        List<AnswerLine> measuredOthers = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (appliesTo.test(candidates.get(i)) && appliesTo.test(others.get(i))) {
                measuredCandidates.add(candidates.get(i));
                measuredOthers.add(others.get(i));
            }
        }
        return difference(
                metric,
                BootstrapInterval.ofDifference(
                        values(measuredCandidates, value), values(measuredOthers, value), LEVEL, seed));
    }

    private PairedDifference difference(String metric, Interval interval) {
        return new PairedDifference(other, metric, interval.estimate(), interval.low(), interval.high());
    }

    private static boolean hasCues(AnswerLine answer) {
        return answer.cueCoverage().isPresent();
    }

    private static double[] values(List<AnswerLine> answers, ToDoubleFunction<AnswerLine> value) {
        return answers.stream().mapToDouble(value).toArray();
    }
}
