package org.residency.api;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.residency.activities.RunId;

/** Looks at a run again and again, and tells what has changed. */
@Singleton
class RunWatch {
    private final RunObserver observer;
    private final Duration every;

    RunWatch(RunObserver observer, ApiConfig config) {
        this.observer = observer;
        this.every = config.api().watchEvery();
    }

    /**
     * The run now, and whenever it has changed; completes after the view in which it has ended.
     *
     * @throws Refusal at once, if nobody ever asked for the run
     */
    Multi<RunView> changes(RunId run) {
        RunView now = observer.view(run);
        Multi<RunView> later = Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom()
                        .item(() -> observer.view(run))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .withDelay(every)
                .whilst(view -> !view.isEnded());
        return now.isEnded()
                ? Multi.createFrom().item(now)
                : Multi.createBy()
                        .concatenating()
                        .streams(Multi.createFrom().item(now), later)
                        .skip()
                        .repetitions();
    }
}
