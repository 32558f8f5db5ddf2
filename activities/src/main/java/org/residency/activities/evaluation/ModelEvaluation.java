package org.residency.activities.evaluation;

import java.util.List;
import java.util.Objects;
import org.residency.artifacts.ArtifactRef;

/**
 * One model's measurements.
 *
 * @param model the folder that was evaluated
 * @param answers JSONL, one case a line: {@code case} (its id), {@code greedyCorrect}, {@code sampledCorrect} (how many
 *     of the samples), {@code samples}, {@code wellFormed}, {@code tokenF1}, {@code cueCoverage}, {@code tokens}, and the
 *     completions themselves
 */
public record ModelEvaluation(
        ModelRole role, ArtifactRef model, ArtifactRef answers, int caseCount, List<Metric> metrics) {

    public ModelEvaluation {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(answers, "answers");
        metrics = List.copyOf(metrics);
    }

    /**
     * The measurement of that name.
     *
     * @throws IllegalArgumentException if it was not measured
     */
    public Metric metric(String name) {
        return metrics.stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("metric " + name + " was not measured"));
    }
}
