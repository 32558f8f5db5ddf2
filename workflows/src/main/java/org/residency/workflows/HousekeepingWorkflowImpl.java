package org.residency.workflows;

import io.temporal.workflow.Workflow;
import org.residency.activities.housekeeping.HousekeepingActivities;
import org.residency.activities.housekeeping.TidiedStore;
import org.residency.activities.housekeeping.TidyStoreRequest;

/** One activity; the workflow is there so that it is scheduled, seen and tried again. */
public final class HousekeepingWorkflowImpl implements HousekeepingWorkflow {

    @Override
    public TidiedStore tidy(TidyStoreRequest request) {
        return Workflow.newActivityStub(
                        HousekeepingActivities.class,
                        StageOptions.HOUSEKEEPING.summarized(
                                request.dryRun() ? "Look what may go" : "Remove what may go"))
                .tidyStore(request);
    }
}
