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
                .filter(Desk::canBeSigned)
                .map(Desk::waitingRun)
                .toList();
    }

    RunView view(RunId run) {
        return views.view(run);
    }

    /** The page of a run; empty unless it waits for a sign-off. */
    Optional<DeskPage> page(RunView view, int each) {
        return Optional.of(view)
                .filter(Desk::canBeSigned)
                .flatMap(RunView::status)
                .map(status -> composer.compose(signOffs.sheet(view), status, each));
    }

    /** Why there is nothing to sign. */
    static String notice(RunView view) {
        return view.run() + " does not wait for a sign-off: it is " + view.standing() + ".";
    }

    private static boolean canBeSigned(RunView view) {
        return !view.isEnded() && view.isWaitingForSignOff();
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
