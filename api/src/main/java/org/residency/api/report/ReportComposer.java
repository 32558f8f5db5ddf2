package org.residency.api.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.residency.activities.Progress;
import org.residency.activities.ingest.Approval;
import org.residency.api.RunView;
import org.residency.artifacts.Deployment;
import org.residency.workflows.GatePolicy;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.RunOutcome;
import org.residency.workflows.RunPriority;
import org.residency.workflows.RunStatus;

/** Tells a run's story from its status and from what it left in the store, as far as it has come. */
@Singleton
public class ReportComposer {
    private final StoredEvidence evidence;
    private final ObjectMapper json;

    ReportComposer(StoredEvidence evidence, ObjectMapper json) {
        this.evidence = evidence;
        this.json = json;
    }

    /** The story; {@code madeAt} is the present. */
    public RunReport compose(RunView view, Instant madeAt) {
        return new RunReport(
                view.run().value(),
                outcome(view),
                tone(view),
                reason(view),
                facts(view),
                warnings(view),
                view.status().map(this::chapters).orElse(List.of()),
                Numbers.time(madeAt));
    }

    private List<Chapter> chapters(RunStatus status) {
        return Stream.of(
                        DataChapters.ingest(status),
                        DataChapters.deidentification(status),
                        TrainingChapters.sft(status, evidence),
                        TrainingChapters.grpo(status),
                        TrainingChapters.merge(status),
                        EvaluationChapter.of(status),
                        DecisionChapters.gate(status),
                        DecisionChapters.signOff(status, evidence),
                        ProvenanceChapters.chain(status, evidence),
                        Optional.of(ProvenanceChapters.settings(status, json)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String outcome(RunView view) {
        return conclusion(view)
                .map(conclusion -> switch (conclusion) {
                    case DEPLOYED -> "Deployed: the signed model is in service";
                    case AUDIT_REFUSED -> "Ended: the audit found identifiers";
                    case GPU_BUDGET_SPENT -> "Ended: the GPU budget is used up";
                    case GATE_CLOSED -> "Ended: the gate is closed";
                    case GATE_INCONCLUSIVE -> "Ended: the gate could not decide";
                    case SIGN_OFF_REJECTED -> "Ended: a clinician refused to sign";
                    case SIGN_OFF_EXPIRED -> "Ended: nobody signed in time";
                    case ROLLED_BACK -> "Rolled back: the former model answers";
                })
                .orElseGet(() -> switch (view.state()) {
                    case FAILED -> "Failed";
                    case CANCELLED -> "Cancelled";
                    case LOST -> "Lost";
                    case PAUSED -> "Paused";
                    case COMPLETED -> "Ended";
                    case RUNNING -> view.isWaitingForSignOff() ? "Waits for a clinician's decision" : "Still running";
                });
    }

    private static String tone(RunView view) {
        Optional<RunOutcome.Conclusion> conclusion = conclusion(view);
        if (conclusion.isPresent()) {
            return switch (conclusion.get()) {
                case DEPLOYED -> "good";
                case GATE_INCONCLUSIVE, SIGN_OFF_EXPIRED, GPU_BUDGET_SPENT -> "unsure";
                default -> "bad";
            };
        }
        return switch (view.state()) {
            case FAILED, LOST -> "bad";
            case CANCELLED -> "unsure";
            default -> "going";
        };
    }

    private static String reason(RunView view) {
        return view.status()
                .flatMap(RunStatus::outcome)
                .map(RunOutcome::reason)
                .or(() -> view.failure().map(failure -> failure.kind() + ": " + failure.message()))
                .orElseGet(() ->
                        view.isEnded() ? "" : "What follows is how far it has come; the page is made anew each time.");
    }

    private static List<RunReport.Fact> facts(RunView view) {
        List<RunReport.Fact> facts = new ArrayList<>();
        view.status().ifPresent(status -> {
            GatePolicy policy = status.request().settings().gate();
            facts.add(new RunReport.Fact(
                    "Verdict",
                    status.verdict()
                            .map(verdict -> Numbers.words(verdict.result()))
                            .orElse("none yet: the gate was not reached")));
            facts.add(new RunReport.Fact(
                    "Gate policy",
                    policy.name()
                            + (policy.lowersTheBar() ? ", lowers the bar" : ", asks for no less than the default")));
            facts.add(new RunReport.Fact("Sign-off", signedBy(status)));
            facts.add(new RunReport.Fact("Stage", status.stage().folder() + " of 9" + progress(view)));
            facts.add(new RunReport.Fact("Asked for by", askedBy(status.request())));
            status.gpuTime()
                    .ifPresent(used -> facts.add(new RunReport.Fact(
                            "GPU time",
                            minutes(used)
                                    + status.request()
                                            .settings()
                                            .gpuBudget()
                                            .map(budget -> " of " + minutes(budget))
                                            .orElse(""))));
            status.reused()
                    .forEach(taken -> facts.add(new RunReport.Fact(
                            "Taken from " + taken.from().maker(),
                            taken.stage().word()
                                    + (taken.part().isEmpty()
                                            ? ""
                                            : " of the "
                                                    + taken.part()
                                                            .toLowerCase(Locale.ROOT)
                                                            .replace('_', ' ')))));
            status.dataset()
                    .ifPresent(dataset -> facts.add(
                            new RunReport.Fact("Dataset", dataset.ref().sha256())));
            status.merge()
                    .ifPresent(merge -> facts.add(new RunReport.Fact(
                            "Merged model", merge.model().ref().sha256())));
            status.outcome()
                    .flatMap(RunOutcome::deployment)
                    .ifPresent(deployment -> facts.add(new RunReport.Fact("In service as", inService(deployment))));
        });
        view.startedAt().ifPresent(time -> facts.add(new RunReport.Fact("Started", Numbers.time(time))));
        view.endedAt().ifPresent(time -> facts.add(new RunReport.Fact("Ended", Numbers.time(time))));
        return facts;
    }

    private static String minutes(Duration time) {
        return Numbers.text("%d h %d min", time.toHours(), time.toMinutesPart());
    }

    private static String askedBy(RetrainingRequest request) {
        return request.requester()
                + request.department().map(department -> ", for " + department).orElse("")
                + (request.priority() == RunPriority.NORMAL ? "" : ", " + Numbers.words(request.priority()));
    }

    private static String inService(Deployment deployment) {
        return "deployment " + deployment.number()
                + deployment.replaced().map(former -> ", in place of " + former).orElse("");
    }

    private static String signedBy(RunStatus status) {
        if (status.signOffs().isEmpty()) {
            return "nobody has signed";
        }
        return String.join(
                "; ",
                status.signOffs().stream()
                        .map(receipt -> receipt.signer() + ": " + Numbers.words(receipt.decision()))
                        .toList());
    }

    private static String progress(RunView view) {
        return view.progress().stream()
                .findFirst()
                .map(progress -> ", " + done(progress))
                .orElse("");
    }

    private static String done(Progress progress) {
        return Numbers.count(progress.done()) + (progress.total() > 0 ? " of " + Numbers.count(progress.total()) : "")
                + " " + progress.unit();
    }

    /** The measurements and the gate's reasons alone, for who must judge them. */
    public List<Chapter> judgement(RunStatus status) {
        return Stream.of(EvaluationChapter.of(status), DecisionChapters.gate(status))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What nobody must overlook before this run's model is put to service. */
    public List<String> warnings(RunStatus status) {
        List<String> warnings = new ArrayList<>();
        if (status.request().consent().filter(Approval.NOT_STATED::equals).isPresent()) {
            warnings.add("No approval is stated under which these notes may be used.");
        }
        Withdrawn.warning(status, evidence).ifPresent(warnings::add);
        List<String> lowered =
                DecisionChapters.lowered(status.request().settings().gate());
        if (!lowered.isEmpty()) {
            warnings.add("The gate's policy lowers the bar: " + String.join("; ", lowered) + ".");
        }
        return warnings;
    }

    private List<String> warnings(RunView view) {
        List<String> warnings = new ArrayList<>();
        view.status().ifPresent(status -> warnings.addAll(warnings(status)));
        if (!view.upToDate()) {
            warnings.add(
                    "No worker, or no server, answered for this run: what stands here is the last that was heard of it.");
        }
        view.retries()
                .forEach(retry -> warnings.add(Numbers.text(
                        "%s failed and is tried again, attempt %d: %s",
                        retry.activity(), retry.attempt(), retry.lastFailure().message())));
        return warnings;
    }

    private static Optional<RunOutcome.Conclusion> conclusion(RunView view) {
        return view.isEnded()
                ? view.status().flatMap(RunStatus::outcome).map(RunOutcome::conclusion)
                : Optional.empty();
    }
}
