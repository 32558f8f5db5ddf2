package org.residency.clinic;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One fictional case with its answer.
 *
 * @param question the note and the question put to the model; holds planted identifiers
 * @param reasoning the prose that belongs between the thinking tags, without the tags
 * @param answer for example {@code Diagnosis: acute appendicitis}
 * @param reference the diagnosis alone, as an answer is compared with it
 * @param patient key of the fictional patient; some patients have two notes
 * @param groups {@code sex} and {@code age} band, for metrics by group
 * @param cues the findings truly in the note, by the names that good reasoning gives them; no optimizer sees these
 * @param split the templates it was made from
 * @param template the decisive pair and the prose frame, for example {@code acute appendicitis/0+3/training-7}
 * @param planted the identifiers that stand in the question
 */
public record ClinicNote(
        String question,
        String reasoning,
        String answer,
        String reference,
        String patient,
        Map<String, String> groups,
        List<String> cues,
        Split split,
        String template,
        List<PlantedIdentifier> planted) {
    public ClinicNote {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(reasoning, "reasoning");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(patient, "patient");
        groups = Map.copyOf(groups);
        cues = List.copyOf(cues);
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(template, "template");
        planted = List.copyOf(planted);
    }
}
