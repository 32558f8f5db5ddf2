package org.residency.workflows;

import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.activities.Stage;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.ingest.IngestCounts;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.sft.TrainedAdapter;

/** What a run has come to so far, for its status and for the details in Temporal's own UI. */
final class Journal {

    private final RetrainingRequest request;
    private final PauseSwitch pause;
    private final SignOffDesk desk;
    private final Provenance provenance;
    private final List<RunStatus.Round> rounds = new ArrayList<>();

    private Stage stage = Stage.INGEST;
    private IngestCounts ingest;
    private DeidentificationResult deidentified;
    private TrainedAdapter sft;
    private GrpoResult grpo;
    private MergedAdapter merge;
    private EvaluationReport evaluation;
    private Verdict verdict;
    private RunOutcome outcome;

    Journal(RetrainingRequest request, PauseSwitch pause, SignOffDesk desk, Provenance provenance) {
        this.request = request;
        this.pause = pause;
        this.desk = desk;
        this.provenance = provenance;
    }

    void entered(Stage entered) {
        stage = entered;
        showDetails();
    }

    void ingested(IngestCounts counts) {
        ingest = counts;
    }

    void deidentified(DeidentificationResult result) {
        deidentified = result;
    }

    void trained(TrainedAdapter adapter) {
        sft = adapter;
    }

    void finished(RunStatus.Round round) {
        rounds.add(round);
        showDetails();
    }

    void optimized(GrpoResult result) {
        grpo = result;
    }

    void merged(MergedAdapter merged) {
        merge = merged;
    }

    void evaluated(EvaluationReport report) {
        evaluation = report;
    }

    void judged(Verdict judged) {
        verdict = judged;
        showDetails();
    }

    void ended(RunOutcome ended) {
        outcome = ended;
        showDetails();
    }

    RunStatus status() {
        return new RunStatus(
                request,
                stage,
                waiting(),
                Optional.ofNullable(ingest),
                deidentified == null ? List.of() : deidentified.shards(),
                deidentified == null ? 0 : deidentified.findings(),
                deidentified == null ? Optional.empty() : deidentified.dataset(),
                Optional.ofNullable(sft),
                rounds,
                Optional.ofNullable(grpo),
                Optional.ofNullable(merge),
                Optional.ofNullable(evaluation),
                Optional.ofNullable(verdict),
                desk.receipts(),
                desk.refused(),
                provenance.manifests(),
                Optional.ofNullable(outcome));
    }

    private Optional<String> waiting() {
        if (outcome != null) {
            return Optional.empty();
        }
        if (pause.isPaused()) {
            return Optional.of("paused");
        }
        return desk.isOpen() ? Optional.of("sign-off") : Optional.empty();
    }

    /** Shows where the run stands, in Markdown. */
    void showDetails() {
        StringBuilder details =
                new StringBuilder("**Stage** " + stage.folder() + " of " + Stage.values().length + "\n");
        waiting()
                .ifPresent(
                        person -> details.append("\n**Waits**: ").append(person).append('\n'));
        if (!rounds.isEmpty()) {
            details.append("\n**GRPO rounds** %d of %d%n"
                    .formatted(rounds.size(), request.settings().grpo().rounds()));
        }
        if (verdict != null) {
            details.append("\n**Gate** ")
                    .append(verdict.result())
                    .append(" by policy ")
                    .append(verdict.policy());
            details.append(verdict.loweredBar() ? " (asks for less than the default)\n\n" : "\n\n");
            verdict.checks()
                    .forEach(check ->
                            details.append("- %s %s: %s%n".formatted(check.result(), check.rule(), check.reason())));
        }
        if (outcome != null) {
            details.append("\n**Ended** ")
                    .append(outcome.conclusion())
                    .append(": ")
                    .append(outcome.reason());
        }
        Workflow.setCurrentDetails(details.toString());
    }
}
