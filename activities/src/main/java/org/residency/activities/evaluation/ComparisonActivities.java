package org.residency.activities.evaluation;

import io.temporal.activity.ActivityInterface;

/** Sets the evaluations of several models side by side. CPU queue. */
@ActivityInterface
public interface ComparisonActivities {

    /** Pairs the answers case by case, and writes the evaluation report that clinicians sign. */
    EvaluationReport compareModels(CompareModelsRequest request);
}
