package org.residency.api.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.evaluation.PairedDifference;
import org.residency.workflows.RunStatus;

/** Every model's measurements side by side, with their intervals. */
final class EvaluationChapter {

    private EvaluationChapter() {}

    static Optional<Chapter> of(RunStatus status) {
        return status.evaluation().map(EvaluationChapter::of);
    }

    private static Chapter of(EvaluationReport report) {
        int cases = report.evaluation(ModelRole.CANDIDATE)
                .map(ModelEvaluation::caseCount)
                .orElse(0);
        Chapter.Builder chapter = Chapter.of("evaluation", "Evaluation")
                .say(
                        "%s held-out cases, answered by the very bytes that would be served and by the models to compare with."
                                + " Bars and brackets are 95 %% intervals.",
                        Numbers.count(cases));
        IntervalChart.of("Measurements with 95 % intervals", "share of cases or answers", measurements(report), false)
                .ifPresent(chapter::draw);
        IntervalChart.of(
                        "Candidate less other, on the same cases, with 95 % intervals",
                        "difference in percentage points", differences(report), true)
                .ifPresent(chapter::draw);
        return chapter.list(table(report)).build();
    }

    private static List<IntervalChart.Row> measurements(EvaluationReport report) {
        List<IntervalChart.Row> rows = new ArrayList<>();
        for (String name : metricNames(report)) {
            for (ModelEvaluation evaluation : report.evaluations()) {
                metric(evaluation, name)
                        .ifPresent(metric -> rows.add(new IntervalChart.Row(
                                said(name),
                                said(evaluation.role()),
                                metric.value(),
                                metric.low(),
                                metric.high(),
                                withInterval(metric))));
            }
        }
        return rows;
    }

    private static List<IntervalChart.Row> differences(EvaluationReport report) {
        List<IntervalChart.Row> rows = new ArrayList<>();
        for (String name : metricNames(report)) {
            for (PairedDifference difference : report.differences()) {
                if (difference.metric().equals(name)) {
                    rows.add(new IntervalChart.Row(
                            said(name),
                            "less " + said(difference.other()),
                            difference.value(),
                            difference.low(),
                            difference.high(),
                            Numbers.points(difference.value())));
                }
            }
        }
        return rows;
    }

    private static Table table(EvaluationReport report) {
        List<Cell> head = new ArrayList<>(List.of(Cell.text("Metric")));
        report.evaluations().forEach(evaluation -> head.add(Cell.number(said(evaluation.role()))));
        Table.Builder table = Table.of("Measurements, with 95 % intervals in brackets", head.toArray(Cell[]::new));
        for (String name : metricNames(report)) {
            List<Cell> row = new ArrayList<>(List.of(Cell.text(said(name))));
            for (ModelEvaluation evaluation : report.evaluations()) {
                row.add(Cell.number(metric(evaluation, name)
                        .map(EvaluationChapter::withInterval)
                        .orElse("not measured")));
            }
            table.row(row);
        }
        return table.build();
    }

    private static Set<String> metricNames(EvaluationReport report) {
        Set<String> names = new LinkedHashSet<>();
        report.evaluations().forEach(evaluation -> evaluation.metrics().forEach(metric -> names.add(metric.name())));
        return names;
    }

    private static Optional<Metric> metric(ModelEvaluation evaluation, String name) {
        return evaluation.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst();
    }

    private static String withInterval(Metric metric) {
        return Numbers.text("%.1f\u202f%% [%.1f, %.1f]", 100 * metric.value(), 100 * metric.low(), 100 * metric.high());
    }

    private static String said(String metric) {
        return switch (metric) {
            case Metric.EXACT_MATCH -> "Exact match, greedy";
            case Metric.SAMPLED_EXACT_MATCH -> "Exact match, sampled as served";
            case Metric.TOKEN_F1 -> "Token F1";
            case Metric.FORMAT_RATE -> "Well-formed answers";
            case Metric.CUE_COVERAGE -> "Findings named in the reasoning";
            default -> metric;
        };
    }

    private static String said(ModelRole role) {
        return switch (role) {
            case CANDIDATE -> "candidate";
            case BASE -> "base model";
            case AFTER_SFT -> "after SFT, before GRPO";
            case IN_SERVICE -> "model in service";
        };
    }
}
