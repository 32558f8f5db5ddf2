package org.residency.workflows;

import com.uber.m3.tally.Scope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.residency.activities.Stage;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.ingest.IngestCounts;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.provenance.Reused;
import org.residency.activities.sft.TrainedAdapter;

/** What a run has come to so far, for its status and for the details in Temporal's own UI. */
final class Journal {

    private final RetrainingRequest request;
    private final PauseSwitch pause;
    private final SignOffDesk desk;
    private final Provenance provenance;
    private final GpuBudget budget;
    private final RunIndex index = new RunIndex();
    private final List<RunStatus.Round> rounds = new ArrayList<>();

    private final List<RunStatus.FromEarlier> reused = new ArrayList<>();

    private Stage stage = Stage.INGEST;
    private Instant since = now();
    private Optional<String> waited = Optional.empty();
    private Instant waitsSince = since;
    private IngestCounts ingest;
    private DeidentificationResult deidentified;
    private TrainedAdapter sft;
    private GrpoResult grpo;
    private MergedAdapter merge;
    private EvaluationReport evaluation;
    private Verdict verdict;
    private RunOutcome outcome;

    Journal(RetrainingRequest request, PauseSwitch pause, SignOffDesk desk, Provenance provenance, GpuBudget budget) {
        this.request = request;
        this.pause = pause;
        this.desk = desk;
        this.provenance = provenance;
        this.budget = budget;
    }

    void entered(Stage entered) {
        if (entered != stage) {
            measureStage();
            since = now();
        }
        stage = entered;
        show();
    }

    void reused(Work<?> work, Reused from) {
        reused.add(new RunStatus.FromEarlier(work.stage(), work.part(), from));
        show();
    }

    void ingested(IngestCounts counts) {
        ingest = counts;
    }

    void deidentified(DeidentificationResult result) {
        deidentified = result;
        show();
    }

    void trained(TrainedAdapter adapter) {
        sft = adapter;
    }

    void finished(RunStatus.Round round) {
        rounds.add(round);
        show();
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
        show();
    }

    void ended(RunOutcome ended) {
        outcome = ended;
        measureStage();
        scope("conclusion", ended.conclusion().name())
                .counter("residency_runs_ended")
                .inc(1);
        show();
    }

    RunStatus status() {
        return new RunStatus(
                request,
                stage,
                waiting(),
                Optional.ofNullable(ingest),
                deidentified == null ? List.of() : deidentified.shards(),
                deidentified == null ? 0 : deidentified.findings(),
                deidentified == null ? 0 : deidentified.quarantined(),
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
                reused,
                budget.used(),
                Optional.ofNullable(outcome));
    }

    /** What the run waits for, if it is a person. */
    private Optional<String> waiting() {
        if (outcome != null) {
            return Optional.empty();
        }
        if (pause.isPaused()) {
            return Optional.of("paused");
        }
        return desk.isOpen() ? Optional.of("sign-off") : Optional.empty();
    }

    /** Shows where the run stands, in Temporal's own UI. */
    void show() {
        index.note(RunAttributes.STAGE, stage.word());
        index.note(RunAttributes.DATASET, RunAttributes.dataset(status().dataset()));
        index.note(
                RunAttributes.VERDICT,
                verdict == null ? RunAttributes.NONE_YET : verdict.result().name());
        if (!waiting().equals(waited)) {
            waited = waiting();
            waitsSince = now();
            index.note(RunAttributes.SINCE, waitsSince.atOffset(ZoneOffset.UTC));
        }
        index.note(RunAttributes.WAITS_FOR, waitsFor());
        index.send();
        Workflow.setCurrentDetails(details());
    }

    private String waitsFor() {
        return waiting()
                .map(what -> what.equals("paused") ? "operator" : "clinicians")
                .orElse(RunAttributes.NOBODY);
    }

    /** In Markdown. */
    private String details() {
        StringBuilder details = new StringBuilder(
                "**Stage** %s of %d, since %s%n".formatted(stage.folder(), Stage.values().length, minute(since)));
        waiting()
                .ifPresent(what -> details.append(
                        "%n**Waits** for the %s (%s), since %s%n".formatted(waitsFor(), what, minute(waitsSince))));
        desk.progress()
                .ifPresent(progress ->
                        details.append("\n**Sign-off** ").append(progress).append('\n'));
        for (RunStatus.FromEarlier taken : reused) {
            details.append("%n**Reused** %s%s from %s%n"
                    .formatted(
                            taken.stage().folder(),
                            taken.part().isEmpty() ? "" : " " + taken.part(),
                            taken.from().maker()));
        }
        budget.used()
                .ifPresent(used -> details.append("%n**GPU time** %s of %s%n"
                        .formatted(used, request.settings().gpuBudget().orElseThrow())));
        if (!rounds.isEmpty()) {
            details.append("%n**GRPO rounds** %d of %d%n"
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
        return details.toString();
    }

    /** How long the stage that ends now has taken, pauses and waits for people included; counted once, also on a replay. */
    private void measureStage() {
        Duration taken = Duration.between(since, now());
        scope("stage", stage.word())
                .timer("residency_stage_duration")
                .record(com.uber.m3.util.Duration.ofMillis((double) taken.toMillis()));
    }

    private static Scope scope(String tag, String value) {
        return Workflow.getMetricsScope().tagged(Map.of(tag, value));
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    private static String minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
