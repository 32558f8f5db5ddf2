package org.residency.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicReference;
import org.residency.cli.client.ApiClient;
import org.residency.cli.client.RunEvents;
import org.residency.cli.client.RunSnapshot;
import org.residency.cli.context.Context;
import org.residency.cli.signoff.SignOffDesk;
import org.residency.cli.watch.RunTeller;

/** Starts a run and sees it through to its end, sign-off included. */
public final class RunDriver {

    private final Context context;
    private final ApiClient api;

    public RunDriver(Context context, ApiClient api) {
        this.context = context;
        this.api = api;
    }

    /** @return the run's id */
    public String start(ObjectNode request) {
        return new RunSnapshot(api.post("runs", request)).run();
    }

    /** @param desk asked once the run waits for a clinician; says whether somebody signed */
    public RunSnapshot follow(String run, SignOffDesk desk) throws InterruptedException {
        RunTeller teller = RunTeller.on(context.terminal());
        RunEvents events = new RunEvents(api);
        AtomicReference<Boolean> asked = new AtomicReference<>(false);
        while (true) {
            RunSnapshot last = events.follow(
                    run,
                    snapshot -> {
                        teller.tell(snapshot);
                        return asked.get() || !waitsForSignOff(snapshot);
                    },
                    teller::silence);
            if (last.isEnded()) {
                return last;
            }
            desk.open(run);
            asked.set(true);
        }
    }

    private static boolean waitsForSignOff(RunSnapshot snapshot) {
        return snapshot.waiting().filter("sign-off"::equals).isPresent();
    }
}
