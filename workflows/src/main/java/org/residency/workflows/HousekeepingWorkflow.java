package org.residency.workflows;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.residency.activities.housekeeping.TidiedStore;
import org.residency.activities.housekeeping.TidyStoreRequest;

/** Removes what the store need not keep; a schedule starts it, or an operator. */
@WorkflowInterface
public interface HousekeepingWorkflow {

    /** The id under which it runs, so that it never runs twice at once. */
    String WORKFLOW_ID = "housekeeping";

    @WorkflowMethod
    TidiedStore tidy(TidyStoreRequest request);
}
