package org.residency.activities.evaluation;

import io.temporal.activity.ActivityInterface;

/** Lets a model answer the held-out cases. GPU queue. */
@ActivityInterface
public interface EvaluationActivities {

    /** Answers every case of the test split greedily, and sampled as served, and measures the answers. */
    ModelEvaluation evaluateModel(EvaluateModelRequest request);
}
