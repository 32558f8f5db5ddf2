package org.residency.activities.evaluation;

/** Why a model is evaluated in a run. */
public enum ModelRole {
    /** The merged model that this run wants to serve. */
    CANDIDATE,
    /** The frozen start. */
    BASE,
    /** After SFT, before GRPO: shows what each of the two gave. */
    AFTER_SFT,
    /** What answers patients' cases today. */
    IN_SERVICE
}
