package org.residency.api.report;

import java.util.List;

/**
 * A run's story.
 *
 * @param outcome in a few words
 * @param tone {@code good}, {@code bad}, {@code unsure} or {@code going}: how the outcome is coloured
 * @param reason in a sentence
 * @param facts what the first screen says
 * @param warnings what nobody must overlook
 */
public record RunReport(
        String run,
        String outcome,
        String tone,
        String reason,
        List<Fact> facts,
        List<String> warnings,
        List<Chapter> chapters,
        String madeAt) {

    /** One line of the first screen. */
    public record Fact(String name, String value) {}

    public RunReport {
        facts = List.copyOf(facts);
        warnings = List.copyOf(warnings);
        chapters = List.copyOf(chapters);
    }
}
