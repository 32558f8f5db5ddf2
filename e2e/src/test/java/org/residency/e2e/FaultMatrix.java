package org.residency.e2e;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was seen of each fault in each stage, as tables. */
final class FaultMatrix {

    private static final String OPEN = "the run did not end";

    private final Map<Fault.Kind, Map<String, Cell>> cells = new EnumMap<>(Fault.Kind.class);
    private final Map<String, String> damaged = new LinkedHashMap<>();
    private final List<String> refusals = new ArrayList<>();

    /** One fault that struck in one stage of one run. */
    private record Cell(String run, String seen) {}

    boolean has(Fault.Kind kind, String stage) {
        return cells.getOrDefault(kind, Map.of()).containsKey(stage);
    }

    void struck(Fault.Kind kind, String stage, String run) {
        cells.computeIfAbsent(kind, fresh -> new LinkedHashMap<>()).put(stage, new Cell(run, OPEN));
        System.out.printf("matrix: %s: %s%n", stage, kind.words());
    }

    /** The run ended deployed, with the digests of the undisturbed one. */
    void endedTheSame(String run) {
        cells.values()
                .forEach(stages ->
                        stages.replaceAll((stage, cell) -> cell.run().equals(run) ? new Cell(run, "resumed") : cell));
    }

    /** What became of a run of whose stage an object was damaged. */
    void damaged(Damage damage, String seen, String message) {
        damaged.put(damage.stage(), seen);
        refusals.add("| %s | `%s` | %s | %s |%n".formatted(word(damage.stage()), damage.key(), seen, message));
        System.out.printf("matrix: %s damaged: %s: %s%n", damage.key(), seen, message);
    }

    long count() {
        return cells.values().stream().mapToLong(Map::size).sum() + damaged.size();
    }

    String tables() {
        StringBuilder text = new StringBuilder("| fault |");
        Fault.STAGES.forEach(stage -> text.append(' ').append(word(stage)).append(" |"));
        text.append("\n| --- |").append(" --- |".repeat(Fault.STAGES.size())).append('\n');
        cells.forEach((kind, stages) -> row(
                text,
                kind.words(),
                stage -> Optional.ofNullable(stages.get(stage)).map(Cell::seen)));
        row(text, "an object of the stage damaged", stage -> Optional.ofNullable(damaged.get(stage)));
        text.append("\n| damaged in | object | the run | says |\n| --- | --- | --- | --- |\n");
        refusals.forEach(text::append);
        return text.toString();
    }

    private interface Seen {
        Optional<String> in(String stage);
    }

    private static void row(StringBuilder text, String name, Seen seen) {
        text.append("| ").append(name).append(" |");
        Fault.STAGES.forEach(
                stage -> text.append(' ').append(seen.in(stage).orElse("")).append(" |"));
        text.append('\n');
    }

    private static String word(String stage) {
        return stage.toLowerCase(Locale.ROOT);
    }
}
