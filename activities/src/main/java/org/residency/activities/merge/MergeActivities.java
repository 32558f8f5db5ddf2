package org.residency.activities.merge;

import io.temporal.activity.ActivityInterface;

/** Base model and adapter become one. GPU queue. */
@ActivityInterface
public interface MergeActivities {

    /** Merges in float32, writes the base model's own data type, and compares both on the validation split. */
    MergedAdapter mergeAdapter(MergeRequest request);
}
