package org.residency.api.desk;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.api.SignOffSheet;
import org.residency.api.report.ReportComposer;
import org.residency.workflows.RunStatus;

/** Puts a run that waits for its sign-off into a clinician's words. */
@Singleton
public class DeskComposer {
    private final HeldOutCases cases;
    private final ReportComposer report;

    DeskComposer(HeldOutCases cases, ReportComposer report) {
        this.cases = cases;
        this.report = report;
    }

    /** The page of a run that waits; {@code each} cases a group at most. */
    DeskPage compose(SignOffSheet sheet, RunStatus status, int each) {
        return new DeskPage(
                sheet,
                summary(sheet),
                report.warnings(status),
                status.request().consent().orElse("no approval was given"),
                cases.read(status, each),
                report.judgement(status),
                each);
    }

    private static List<String> summary(SignOffSheet sheet) {
        List<String> sentences = new ArrayList<>();
        sheet.evaluations().stream()
                .filter(evaluation -> evaluation.role() == ModelRole.CANDIDATE)
                .findFirst()
                .ifPresent(candidate -> sentences.add(String.format(
                        Locale.ROOT,
                        "On %d held-out cases the candidate gave the expected answer in %d; for cases like these the true rate"
                                + " lies between %.0f and %.0f in a hundred (95 %% interval).",
                        candidate.caseCount(),
                        right(candidate),
                        100 * candidate.metric(Metric.EXACT_MATCH).low(),
                        100 * candidate.metric(Metric.EXACT_MATCH).high())));
        for (ModelEvaluation other : sheet.evaluations()) {
            if (other.role() == ModelRole.IN_SERVICE || other.role() == ModelRole.BASE) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "%s: %d of %d.",
                        other.role() == ModelRole.IN_SERVICE
                                ? "The model in service"
                                : "The base model, before training",
                        right(other),
                        other.caseCount()));
            }
        }
        if (sheet.evaluations().stream().noneMatch(evaluation -> evaluation.role() == ModelRole.IN_SERVICE)) {
            sentences.add("No model is in service yet: this would be the first.");
        }
        return sentences;
    }

    private static long right(ModelEvaluation evaluation) {
        return Math.round(evaluation.metric(Metric.EXACT_MATCH).value() * evaluation.caseCount());
    }
}
