package org.residency.api.desk;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelRole;
import org.residency.api.RunView;
import org.residency.api.RunViews;
import org.residency.api.SignOffs;
import org.residency.api.report.Numbers;
import org.residency.workflows.RunStatus;

/** What lies on a clinician's desk. */
@Singleton
class Desk {
    private static final int RUNS_LOOKED_AT = 200;

    private final RunViews views;
    private final SignOffs signOffs;
    private final DeskComposer composer;

    Desk(RunViews views, SignOffs signOffs, DeskComposer composer) {
        this.views = views;
        this.signOffs = signOffs;
        this.composer = composer;
    }

    List<WaitingRun> waiting() {
        return views.newest(RUNS_LOOKED_AT).stream()
                .filter(view -> waits(view).isPresent())
                .map(Desk::waitingRun)
                .toList();
    }

    /** The page of a run; empty unless it waits for a sign-off. */
    Optional<DeskPage> page(RunId run, int each) {
        return waits(views.view(run)).map(status -> composer.compose(signOffs.sheet(run), status, each));
    }

    /** Why there is nothing to sign. */
    String notice(RunId run) {
        RunView view = views.view(run);
        return run + " does not wait for a sign-off: it is " + view.state().word()
                + view.status()
                        .map(status -> ", in stage " + status.stage().word())
                        .orElse("") + ".";
    }

    private static Optional<RunStatus> waits(RunView view) {
        return view.isEnded()
                ? Optional.empty()
                : view.status()
                        .filter(status ->
                                status.waiting().filter("sign-off"::equals).isPresent());
    }

    private static WaitingRun waitingRun(RunView view) {
        RunStatus status = view.status().orElseThrow();
        return new WaitingRun(
                view.run().value(),
                status.request().requester(),
                status.evaluation()
                        .flatMap(report -> report.evaluation(ModelRole.CANDIDATE))
                        .map(candidate -> Numbers.percent(
                                        candidate.metric(Metric.EXACT_MATCH).value())
                                + " of " + candidate.caseCount() + " held-out cases right")
                        .orElse(""),
                view.startedAt().map(Numbers::time).orElse(""));
    }
}
