package org.residency.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.residency.scoring.files.AnswerLine;

/**
 * A model's measurements with their 95 % intervals: Wilson's for shares of cases, the bootstrap over cases for means, for
 * the answers sampled for one case are not independent of one another.
 */
public final class AnswerMetrics {
    /** Share of cases whose greedy answer is the reference. */
    public static final String EXACT_MATCH = "exact-match";

    /** Share of answers, sampled as served, that are the reference. */
    public static final String SAMPLED_EXACT_MATCH = "sampled-exact-match";

    /** Overlap of the greedy answer's and the reference's words. */
    public static final String TOKEN_F1 = "token-f1";

    /** Share of greedy completions with closed reasoning and one answer. */
    public static final String FORMAT_RATE = "format-rate";

    /** Share of the findings that matter which the greedy reasoning names. */
    public static final String CUE_COVERAGE = "cue-coverage";

    private static final double LEVEL = 0.95;
    /** The bootstrap's own; that intervals come out alike each time is all that is asked of it. */
    private static final long SEED = 3407;

    /**
     * One measurement.
     *
     * @param count on how many cases
     */
    public record Measured(String name, Interval interval, int count) {}

    private AnswerMetrics() {}

    /** The measurements; no cue coverage where no case has cues. */
    public static List<Measured> of(List<AnswerLine> lines) {
        List<Measured> metrics = new ArrayList<>();
        metrics.add(share(EXACT_MATCH, lines, AnswerLine::greedyCorrect));
        metrics.add(mean(SAMPLED_EXACT_MATCH, lines.stream().mapToDouble(AnswerLine::sampledShare)));
        metrics.add(mean(TOKEN_F1, lines.stream().mapToDouble(AnswerLine::tokenF1)));
        metrics.add(share(FORMAT_RATE, lines, AnswerLine::wellFormed));
        List<AnswerLine> withCues =
                lines.stream().filter(line -> line.cueCoverage().isPresent()).toList();
        if (!withCues.isEmpty()) {
            metrics.add(mean(
                    CUE_COVERAGE,
                    withCues.stream().mapToDouble(line -> line.cueCoverage().getAsDouble())));
        }
        return metrics;
    }

    private static Measured share(String name, List<AnswerLine> lines, Predicate<AnswerLine> holds) {
        int count = (int) lines.stream().filter(holds).count();
        return new Measured(name, WilsonInterval.of(count, lines.size(), LEVEL), lines.size());
    }

    private static Measured mean(String name, DoubleStream values) {
        double[] all = values.toArray();
        return new Measured(name, BootstrapInterval.ofShares(all, LEVEL, SEED), all.length);
    }
}
