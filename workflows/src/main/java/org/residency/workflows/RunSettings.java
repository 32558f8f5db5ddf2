package org.residency.workflows;

import static org.residency.activities.Setting.orElse;

import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.ingest.IngestSettings;
import org.residency.activities.sft.SftSettings;
import org.residency.activities.signoff.SignOffSettings;

/** The settings of a run, one record a stage; what is left out takes its default. */
public record RunSettings(
        IngestSettings ingest,
        DeidentificationSettings deidentification,
        SftSettings sft,
        GrpoSettings grpo,
        EvaluationSettings evaluation,
        GatePolicy gate,
        SignOffSettings signoff) {

    public RunSettings {
        ingest = orElse(ingest, IngestSettings.defaults());
        deidentification = orElse(deidentification, DeidentificationSettings.defaults());
        sft = orElse(sft, SftSettings.defaults());
        grpo = orElse(grpo, GrpoSettings.defaults());
        evaluation = orElse(evaluation, EvaluationSettings.defaults());
        gate = orElse(gate, GatePolicy.defaults());
        signoff = orElse(signoff, SignOffSettings.defaults());
    }

    public static RunSettings defaults() {
        return new RunSettings(null, null, null, null, null, null, null);
    }
}
