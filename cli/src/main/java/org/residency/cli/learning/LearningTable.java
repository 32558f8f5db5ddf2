package org.residency.cli.learning;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.residency.scoring.BootstrapInterval;
import org.residency.scoring.Interval;

/** Prints exact match of base, SFT and GRPO with 95 % intervals, as a Markdown table. */
final class LearningTable {
    private static final double LEVEL = 0.95;
    private static final long SEED = 1;

    private final PrintWriter out;

    LearningTable(PrintWriter out) {
        this.out = out;
    }

    void head() {
        out.println("| seed | decoding | base | after SFT | after GRPO | SFT − base | GRPO − SFT |");
        out.println("| --- | --- | --- | --- | --- | --- | --- |");
    }

    /** @param stages outcomes of base, SFT and GRPO */
    void rows(String seed, List<Outcomes> stages) {
        row(seed, "greedy", stages, Outcomes::greedy);
        row(seed, "as served", stages, Outcomes::sampled);
        row(seed, "cues named (hidden)", stages, Outcomes::cueCoverage);
        row(seed, "well formed", stages, Outcomes::wellFormed);
    }

    private void row(String seed, String what, List<Outcomes> stages, Function<Outcomes, List<Double>> values) {
        double[] base = numbers(values.apply(stages.get(0)));
        double[] tuned = numbers(values.apply(stages.get(1)));
        double[] reinforced = numbers(values.apply(stages.get(2)));
        out.printf(
                "| %s | %s | %s | %s | %s | %s | %s |%n",
                seed,
                what,
                percent(BootstrapInterval.ofShares(base, LEVEL, SEED), ""),
                percent(BootstrapInterval.ofShares(tuned, LEVEL, SEED), ""),
                percent(BootstrapInterval.ofShares(reinforced, LEVEL, SEED), ""),
                percent(BootstrapInterval.ofDifference(tuned, base, LEVEL, SEED), "+"),
                percent(BootstrapInterval.ofDifference(reinforced, tuned, LEVEL, SEED), "+"));
        out.flush();
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static String percent(Interval interval, String sign) {
        return String.format(
                Locale.ROOT,
                "%" + sign + ".1f (%" + sign + ".1f to %" + sign + ".1f)",
                100 * interval.estimate(),
                100 * interval.low(),
                100 * interval.high());
    }
}
