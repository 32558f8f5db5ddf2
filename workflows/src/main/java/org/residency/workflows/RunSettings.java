package org.residency.workflows;

import static org.residency.activities.Setting.orElse;

import java.time.Duration;
import java.util.Optional;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.ingest.IngestSettings;
import org.residency.activities.sft.SftSettings;
import org.residency.activities.signoff.SignOffSettings;

/**
 * The settings of a run, one record a stage; what is left out takes its default.
 *
 * @param gpuBudget how long the run may hold devices, over all attempts; when it is used up, nothing more is begun that needs one.
 *     No limit unless told
 */
public record RunSettings(
        IngestSettings ingest,
        DeidentificationSettings deidentification,
        SftSettings sft,
        GrpoSettings grpo,
        EvaluationSettings evaluation,
        GatePolicy gate,
        SignOffSettings signoff,
        Optional<Duration> gpuBudget) {

    public RunSettings {
        ingest = orElse(ingest, IngestSettings.defaults());
        deidentification = orElse(deidentification, DeidentificationSettings.defaults());
        sft = orElse(sft, SftSettings.defaults());
        grpo = orElse(grpo, GrpoSettings.defaults());
        evaluation = orElse(evaluation, EvaluationSettings.defaults());
        gate = orElse(gate, GatePolicy.defaults());
        signoff = orElse(signoff, SignOffSettings.defaults());
        gpuBudget = gpuBudget == null ? Optional.empty() : gpuBudget;
        gpuBudget.filter(budget -> budget.isNegative() || budget.isZero()).ifPresent(budget -> {
            throw new IllegalArgumentException("gpuBudget: found " + budget + ", expected more than 0, such as PT12H");
        });
    }

    public static RunSettings defaults() {
        return new RunSettings(null, null, null, null, null, null, null, Optional.empty());
    }
}
