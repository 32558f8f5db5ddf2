package org.residency.temporal;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.residency.activities.FailureKind;
import org.residency.temporal.ActivityClaims.Claim;

/**
 * Tells the server, when a worker starts, which activities a process on this machine took with it when it died: they are tried
 * again at once, from their last heartbeat, and not only after one has been missed. A worker that never starts again is still
 * noticed by its silence.
 */
@Singleton
class AbandonedActivities extends WorkerInterceptorBase {
    private static final Logger LOG = Logger.getLogger(AbandonedActivities.class);

    private final Optional<ActivityClaims> claims;

    AbandonedActivities(TemporalConfig config) {
        claims = config.claims()
                // Where the folder is on a disk that machines share, a lock may be seen on one of them alone.
                .map(folder ->
                        new ActivityClaims(folder.resolve(System.getenv().getOrDefault("HOSTNAME", "this-machine"))));
    }

    /** To be called before this process takes work. */
    void report(WorkflowClient client) {
        ActivityCompletionClient completion = client.newActivityCompletionClient();
        for (byte[] token : abandoned()) {
            try {
                completion.completeExceptionally(
                        token, FailureKind.lost("The worker's process ended without a word; its successor says so"));
                LOG.info("An activity that a dead process left behind is tried again");
            } catch (ActivityCompletionException e) {
                LOG.info("An activity that a dead process left behind was over, or is another worker's by now");
            }
        }
    }

    private List<byte[]> abandoned() {
        try {
            return claims.isPresent() ? claims.get().takeAbandoned() : List.of();
        } catch (IOException e) {
            LOG.warn("What a dead process left behind cannot be read; its silence will tell", e);
            return List.of();
        }
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return claims.<ActivityInboundCallsInterceptor>map(folder -> new Claiming(next, folder))
                .orElse(next);
    }

    private static final class Claiming extends ActivityInboundCallsInterceptorBase {
        private final ActivityClaims claims;
        private Optional<byte[]> taskToken = Optional.empty();

        private Claiming(ActivityInboundCallsInterceptor next, ActivityClaims claims) {
            super(next);
            this.claims = claims;
        }

        @Override
        public void init(ActivityExecutionContext context) {
            // What is done on the spot dies with a workflow's step, which the server notices by itself.
            taskToken = context.getInfo().isLocal() ? Optional.empty() : Optional.of(context.getTaskToken());
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            Optional<Claim> claim = claim();
            try {
                return super.execute(input);
            } finally {
                claim.ifPresent(Claiming::end);
            }
        }

        /** Nothing where it cannot be written: that costs time after a death, and is no reason not to work. */
        private Optional<Claim> claim() {
            if (taskToken.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(claims.claim(taskToken.get()));
            } catch (IOException e) {
                LOG.warn("This activity is not claimed; if the process dies, its silence will tell", e);
                return Optional.empty();
            }
        }

        private static void end(Claim claim) {
            try {
                claim.close();
            } catch (IOException e) {
                LOG.warn("A claim cannot be removed; the next worker that starts will find its activity over", e);
            }
        }
    }
}
