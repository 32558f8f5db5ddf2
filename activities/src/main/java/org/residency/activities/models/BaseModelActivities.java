package org.residency.activities.models;

import io.temporal.activity.ActivityInterface;
import org.residency.artifacts.BaseModel;

/** Brings the base model into the store. GPU queue, whose workers can read model folders. */
@ActivityInterface
public interface BaseModelActivities {

    /**
     * Checks a folder in Hugging Face layout (configuration, tensors' names, shapes and bounds, tokenizer) and stores it
     * under its digest. Idempotent: a folder stored before is only referred to.
     */
    BaseModel importBaseModel(ImportBaseModelRequest request);
}
