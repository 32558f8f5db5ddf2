package org.residency.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.residency.activities.Progress;

/** De-identifies and audits a run's shards side by side; a child of {@link RetrainingWorkflow}. */
@WorkflowInterface
public interface DeidentificationWorkflow extends Pausable {

    /** Publishes the dataset, unless the audit finds more than the settings allow: that is a result, not a failure. */
    @WorkflowMethod
    DeidentificationResult deidentify(DeidentificationRequest request);

    /** How many shards are de-identified and audited. */
    @QueryMethod
    Progress progress();
}
