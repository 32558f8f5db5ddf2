package org.residency.workflows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.evaluation.PairedDifference;
import org.residency.activities.merge.MergedAdapter;
import org.residency.workflows.Verdict.Check;
import org.residency.workflows.Verdict.Result;

/**
 * The automatic rule over an evaluation: a pure function of report and policy. A rule that asks for at least so much
 * passes when the low end of the interval reaches it, fails when not even the high end does, and is inconclusive between.
 */
final class Gate {

    private final EvaluationReport report;
    private final GatePolicy policy;
    private final ModelEvaluation candidate;
    private final boolean enoughCases;

    private Gate(EvaluationReport report, GatePolicy policy) {
        this.report = report;
        this.policy = policy;
        candidate = report.evaluation(ModelRole.CANDIDATE)
                .orElseThrow(() -> new IllegalArgumentException("evaluation report "
                        + report.ref().uri() + ": found no evaluation of the candidate, expected one"));
        enoughCases = candidate.caseCount() >= policy.minCases();
    }

    /**
     * Holds every rule of the policy against the evaluation.
     *
     * @throws IllegalArgumentException if the report lacks the candidate or one of its metrics that a rule is about
     */
    static Verdict judge(EvaluationReport report, MergedAdapter merged, GatePolicy policy) {
        Gate gate = new Gate(report, policy);
        List<Check> checks = List.of(
                gate.minCases(),
                gate.atLeast("minExactMatch", gate.candidate.metric(Metric.EXACT_MATCH), policy.minExactMatch()),
                gate.minGainOverBase(),
                gate.maxLossAgainstInService(),
                gate.atLeast("minFormatRate", gate.candidate.metric(Metric.FORMAT_RATE), policy.minFormatRate()),
                gate.maxMergeKl(merged));
        return new Verdict(worst(checks), policy.name(), policy.lowersTheBar(), checks);
    }

    private static Result worst(List<Check> checks) {
        List<Result> results =
                new ArrayList<>(checks.stream().map(Check::result).toList());
        if (results.contains(Result.FAIL)) {
            return Result.FAIL;
        }
        return results.contains(Result.INCONCLUSIVE) ? Result.INCONCLUSIVE : Result.PASS;
    }

    private Check minCases() {
        return new Check(
                "minCases",
                enoughCases ? Result.PASS : Result.INCONCLUSIVE,
                text("%d cases, asked for at least %d", candidate.caseCount(), policy.minCases()));
    }

    private Check atLeast(String rule, Metric metric, double least) {
        return interval(rule, "the candidate's " + metric.name(), metric.value(), metric.low(), metric.high(), least);
    }

    private Check minGainOverBase() {
        String rule = "minGainOverBase";
        return report.difference(ModelRole.BASE, Metric.EXACT_MATCH)
                .map(gain -> difference(rule, "gain over the base model", gain, policy.minGainOverBase()))
                .orElseGet(() -> notMeasured(rule, "base model"));
    }

    private Check maxLossAgainstInService() {
        String rule = "maxLossAgainstInService";
        if (report.evaluation(ModelRole.IN_SERVICE).isEmpty()) {
            return new Check(rule, Result.PASS, "no other model is in service");
        }
        Optional<PairedDifference> gain = report.difference(ModelRole.IN_SERVICE, Metric.EXACT_MATCH);
        return gain.map(difference -> difference(
                        rule, "gain over the model in service", difference, -policy.maxLossAgainstInService()))
                .orElseGet(() -> notMeasured(rule, "model in service"));
    }

    /** The merge is compared by arithmetic, not by sampling cases: it has no interval. */
    private Check maxMergeKl(MergedAdapter merged) {
        // Written so that a divergence that is not a number fails.
        Result result = merged.meanKl() <= policy.maxMergeKl() ? Result.PASS : Result.FAIL;
        return new Check(
                "maxMergeKl",
                result,
                text(
                        "divergence of the merged model is %.5f nats a token, asked for at most %.5f",
                        merged.meanKl(), policy.maxMergeKl()));
    }

    private Check difference(String rule, String what, PairedDifference gain, double least) {
        return interval(rule, what + " in " + gain.metric(), gain.value(), gain.low(), gain.high(), least);
    }

    private Check interval(String rule, String what, double value, double low, double high, double least) {
        String found = text("%s is %.3f [%.3f, %.3f], asked for at least %.3f", what, value, low, high, least);
        if (!enoughCases) {
            return new Check(rule, Result.INCONCLUSIVE, found + "; too few cases to decide");
        }
        if (low >= least) {
            return new Check(rule, Result.PASS, found);
        }
        if (high < least) {
            return new Check(rule, Result.FAIL, found);
        }
        return new Check(rule, Result.INCONCLUSIVE, found + "; the interval spans it, more cases would decide");
    }

    private static Check notMeasured(String rule, String model) {
        return new Check(rule, Result.INCONCLUSIVE, "the difference from the " + model + " was not measured");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
