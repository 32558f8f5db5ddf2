package org.residency.clinic;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;

/**
 * The prose of {@code phrases.json}: text with {@code {slots}}. A slot whose name begins with a capital begins its
 * text with one.
 */
record Phrases(
        List<String> headers,
        List<String> footers,
        List<String> questions,
        List<String> trainingFrames,
        List<String> heldOutFrames,
        List<String> reasoning,
        List<String> distractors) {
    Phrases {
        headers = List.copyOf(headers);
        footers = List.copyOf(footers);
        questions = List.copyOf(questions);
        trainingFrames = List.copyOf(trainingFrames);
        heldOutFrames = List.copyOf(heldOutFrames);
        reasoning = List.copyOf(reasoning);
        distractors = List.copyOf(distractors);
    }

    static Phrases load() {
        return Resources.json("phrases.json", new TypeReference<Phrases>() {});
    }

    List<String> frames(Split split) {
        return split == Split.TRAINING ? trainingFrames : heldOutFrames;
    }
}
