package org.residency.worker.gpu.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.residency.activities.evaluation.Metric;
import org.residency.scoring.BootstrapInterval;
import org.residency.scoring.Interval;
import org.residency.scoring.WilsonInterval;
import org.residency.scoring.files.AnswerLine;

/**
 * A model's measurements with their 95 % intervals: Wilson's for shares of cases, the bootstrap over cases for means, for
 * the answers sampled for one case are not independent of one another.
 */
final class EvaluationMetrics {

    private static final double LEVEL = 0.95;
    /** The bootstrap's own; that intervals come out alike each time is all that is asked of it. */
    private static final long SEED = 3407;

    private EvaluationMetrics() {}

    /** The measurements; no cue coverage where no case has cues. */
    static List<Metric> of(List<AnswerLine> lines) {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(share(Metric.EXACT_MATCH, lines, AnswerLine::greedyCorrect));
        metrics.add(mean(Metric.SAMPLED_EXACT_MATCH, lines.stream().mapToDouble(AnswerLine::sampledShare)));
        metrics.add(mean(Metric.TOKEN_F1, lines.stream().mapToDouble(AnswerLine::tokenF1)));
        metrics.add(share(Metric.FORMAT_RATE, lines, AnswerLine::wellFormed));
        List<AnswerLine> withCues =
                lines.stream().filter(line -> line.cueCoverage().isPresent()).toList();
        if (!withCues.isEmpty()) {
            metrics.add(mean(
                    Metric.CUE_COVERAGE,
                    withCues.stream().mapToDouble(line -> line.cueCoverage().getAsDouble())));
        }
        return metrics;
    }

    private static Metric share(String name, List<AnswerLine> lines, Predicate<AnswerLine> holds) {
        int count = (int) lines.stream().filter(holds).count();
        return metric(name, WilsonInterval.of(count, lines.size(), LEVEL), lines.size());
    }

    private static Metric mean(String name, DoubleStream values) {
        double[] all = values.toArray();
        return metric(name, BootstrapInterval.ofShares(all, LEVEL, SEED), all.length);
    }

    private static Metric metric(String name, Interval interval, int count) {
        return new Metric(name, interval.estimate(), interval.low(), interval.high(), count);
    }
}
