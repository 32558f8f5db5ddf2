package org.residency.clinic;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;

/**
 * The sentences of {@code textbook.json}, with slots as in {@link Phrases}.
 *
 * @param fromDiagnosis sentences that go from a diagnosis to its findings
 * @param fromFindings sentences that go from findings to what they are typical of
 */
record Textbook(List<String> fromDiagnosis, List<String> fromFindings) {
    Textbook {
        fromDiagnosis = List.copyOf(fromDiagnosis);
        fromFindings = List.copyOf(fromFindings);
    }

    static Textbook load() {
        return Resources.json("textbook.json", new TypeReference<Textbook>() {});
    }
}
