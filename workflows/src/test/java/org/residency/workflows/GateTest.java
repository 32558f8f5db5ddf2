package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.workflows.Verdict.Check;
import org.residency.workflows.Verdict.Result;

class GateTest {

    private static final GatePolicy POLICY = new GatePolicy("test", 30, 0.5, 0.1, 0.05, 0.9, 0.01);
    private static final double MARGIN = 0.1;

    /** What an evaluation and a merge measured; {@code inService} is not a number where nothing is in service. */
    private record Found(int cases, double exactMatch, double base, double inService, double format, double kl) {

        EvaluationReport report() {
            List<ModelEvaluation> evaluations = new ArrayList<>(List.of(
                    Sample.evaluation(ModelRole.CANDIDATE, cases, exactMatch, format, MARGIN),
                    Sample.evaluation(ModelRole.BASE, cases, base, format, MARGIN)));
            if (!Double.isNaN(inService)) {
                evaluations.add(Sample.evaluation(ModelRole.IN_SERVICE, cases, inService, format, MARGIN));
            }
            return Sample.report(evaluations, MARGIN);
        }

        Verdict verdict() {
            return Gate.judge(report(), Sample.merged(kl), POLICY);
        }
    }

    @ParameterizedTest(name = "{0}: {7}")
    @CsvSource({
        // what,                 cases, exact, base, served, format, kl,    verdict
        "all rules hold,            30, 0.80, 0.20,   0.60, 1.00, 0.001, PASS",
        "nothing is in service,     30, 0.80, 0.20,    NaN, 1.00, 0.001, PASS",
        "too few cases,             29, 0.80, 0.20,   0.60, 1.00, 0.001, INCONCLUSIVE",
        "too few even to fail,      29, 0.00, 0.90,   0.90, 0.00, 0.001, INCONCLUSIVE",
        "low end just reaches,      30, 0.60, 0.20,   0.40, 1.00, 0.001, PASS",
        "match between,             30, 0.55, 0.20,   0.40, 1.00, 0.001, INCONCLUSIVE",
        "high end just reaches,     30, 0.40, 0.10,   0.30, 1.00, 0.001, INCONCLUSIVE",
        "match too low,             30, 0.39, 0.05,   0.30, 1.00, 0.001, FAIL",
        "gain between,              30, 0.80, 0.65,   0.60, 1.00, 0.001, INCONCLUSIVE",
        "no gain,                   30, 0.80, 0.85,   0.60, 1.00, 0.001, FAIL",
        "loss between,              30, 0.80, 0.20,   0.80, 1.00, 0.001, INCONCLUSIVE",
        "worse than in service,     30, 0.80, 0.20,   0.96, 1.00, 0.001, FAIL",
        "format between,            30, 0.80, 0.20,   0.60, 0.95, 0.001, INCONCLUSIVE",
        "format too low,            30, 0.80, 0.20,   0.60, 0.75, 0.001, FAIL",
        "merge diverges,            30, 0.80, 0.20,   0.60, 1.00, 0.011, FAIL",
        "merge is not a number,     30, 0.80, 0.20,   0.60, 1.00,   NaN, FAIL",
        "a failure outweighs doubt, 30, 0.55, 0.54,   0.80, 0.75, 0.001, FAIL",
        "merge fails on few cases,  10, 0.80, 0.20,   0.60, 1.00, 0.011, FAIL",
        "metric is not a number,    30,  NaN, 0.20,   0.60, 1.00, 0.001, INCONCLUSIVE",
    })
    void judges(
            String what,
            int cases,
            double exactMatch,
            double base,
            double inService,
            double format,
            double kl,
            Result expected) {
        Verdict verdict = new Found(cases, exactMatch, base, inService, format, kl).verdict();

        assertThat(verdict.result()).as("%s: %s", what, verdict.checks()).isEqualTo(expected);
    }

    @Test
    void saysOfEachRuleWhatWasFoundAndAskedFor() {
        Verdict verdict = new Found(30, 0.55, 0.1, Double.NaN, 1.0, 0.001).verdict();

        assertThat(verdict.checks())
                .extracting(Check::rule)
                .containsExactly(
                        "minCases",
                        "minExactMatch",
                        "minGainOverBase",
                        "maxLossAgainstInService",
                        "minFormatRate",
                        "maxMergeKl");
        assertThat(verdict.checks().get(1).reason())
                .isEqualTo("the candidate's exact-match is 0.550 [0.450, 0.650], asked for at least 0.500;"
                        + " the interval spans it, more cases would decide");
    }

    @Test
    void cannotDecideOnADifferenceThatWasNotMeasured() {
        Found found = new Found(30, 0.8, 0.2, 0.6, 1, 0.001);
        EvaluationReport unpaired =
                new EvaluationReport(Sample.REPORT, found.report().evaluations(), List.of());

        Verdict verdict = Gate.judge(unpaired, Sample.merged(0.001), POLICY);

        assertThat(verdict.result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(verdict.checks())
                .filteredOn(check -> check.result() == Result.INCONCLUSIVE)
                .extracting(Check::rule)
                .containsExactly("minGainOverBase", "maxLossAgainstInService");
    }

    @Test
    void refusesAReportWithoutTheCandidate() {
        EvaluationReport report = new EvaluationReport(Sample.REPORT, List.of(), List.of());

        assertThatThrownBy(() -> Gate.judge(report, Sample.merged(0), POLICY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found no evaluation of the candidate");
    }

    @Test
    void saysWhenThePolicyAsksForLessThanTheDefault() {
        GatePolicy easy = new GatePolicy("easy", 10, null, null, null, null, null);
        EvaluationReport report = new Found(30, 0.8, 0.2, 0.6, 1, 0.001).report();

        assertThat(Gate.judge(report, Sample.merged(0), easy).loweredBar()).isTrue();
        assertThat(Gate.judge(report, Sample.merged(0), GatePolicy.defaults()).loweredBar())
                .isFalse();
    }
}
