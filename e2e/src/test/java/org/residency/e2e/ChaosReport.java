package org.residency.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a chaos test did and saw, as tables and as a timeline. */
final class ChaosReport {

    private static final int WIDTH = 1_100;
    private static final int LEFT = 70;
    private static final int ROW = 62;
    private static final Map<String, String> COLOURS = colours();

    private final long seed;
    private final Map<Integer, Course> courses = new TreeMap<>();
    private final List<Struck> struck = new ArrayList<>();
    private final List<String> recoveries = new ArrayList<>();
    private String overhead = "";
    private int skipped;

    ChaosReport(long seed) {
        this.seed = seed;
    }

    private static final class Course {
        private final Instant began = Instant.now();
        private final Map<String, Instant> stages = new LinkedHashMap<>();
        private Instant ended = began;
        private String digests = "the measure";
    }

    private record Struck(Fault fault, String stage, Instant at, Instant mended) {}

    void began(int run) {
        courses.put(run, new Course());
    }

    void seen(int run, String stage) {
        courses.get(run).stages.putIfAbsent(stage, Instant.now());
    }

    void ended(int run) {
        courses.get(run).ended = Instant.now();
    }

    void compared(int run, boolean same) {
        courses.get(run).digests = same ? "the same" : "OTHERS";
    }

    void struck(Fault fault, String stage, Instant at, Instant mended) {
        struck.add(new Struck(fault, stage, at, mended));
        System.out.printf(
                "chaos: run %d, %s: %s, mended after %.1f s%n",
                fault.run(), stage, fault.kind().words(), seconds(at, mended));
    }

    void skipped() {
        skipped++;
    }

    /**
     * @param before the step that was last seen before the fault, -1 if none was
     * @param resumed the lowest step seen after it, -1 if none was
     */
    void trainsAgain(Fault fault, Duration after, long before, long resumed) {
        String line = String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.1f s |",
                fault.kind().words(),
                before < 0 ? "not yet" : String.valueOf(before),
                resumed < 0 ? "the stage was over" : String.valueOf(resumed),
                after.toMillis() / 1000.0);
        recoveries.add(line);
        System.out.println("chaos: killed at step, seen again at step, first new step after: " + line);
    }

    void measured(Overhead measured) {
        overhead = measured.table();
        System.out.println(overhead);
    }

    int count() {
        return struck.size() + skipped;
    }

    void write(Path folder) {
        Ward.write(folder.resolve("timeline.svg"), timeline());
        Ward.write(folder.resolve("chaos.md"), tables());
    }

    private String tables() {
        StringBuilder text = new StringBuilder("Seed %d, %d faults.%n%n".formatted(seed, struck.size()));
        text.append("| run | took | faults | digests |\n| --- | --- | --- | --- |\n");
        courses.forEach((run, course) -> text.append(String.format(
                Locale.ROOT,
                "| %d | %.0f s | %d | %s |%n",
                run,
                seconds(course.began, course.ended),
                struck.stream().filter(fault -> fault.fault().run() == run).count(),
                course.digests)));
        text.append("\n| fault |");
        Fault.STAGES.forEach(
                stage -> text.append(' ').append(stage.toLowerCase(Locale.ROOT)).append(" |"));
        text.append("\n| --- |").append(" --- |".repeat(Fault.STAGES.size())).append('\n');
        for (Fault.Kind kind : Fault.Kind.values()) {
            text.append("| ").append(kind.words()).append(" |");
            Fault.STAGES.forEach(
                    stage -> text.append(' ').append(cell(kind, stage)).append(" |"));
            text.append('\n');
        }
        if (!recoveries.isEmpty()) {
            text.append("\n| in SFT | at step | next seen at step | a step that was new, after |\n");
            text.append("| --- | --- | --- | --- |\n");
            recoveries.forEach(line -> text.append(line).append('\n'));
        }
        return text.append("\nOrchestration of the undisturbed run:\n\n")
                .append(overhead)
                .toString();
    }

    private String cell(Fault.Kind kind, String stage) {
        long times = struck.stream()
                .filter(found ->
                        found.fault().kind() == kind && shown(found.stage()).equals(stage))
                .count();
        return times == 0 ? "" : "resumed" + (times == 1 ? "" : " ×" + times);
    }

    private static String shown(String stage) {
        return stage.equals("GATE") ? "EVALUATION" : stage;
    }

    private String timeline() {
        double longest = courses.values().stream()
                .mapToDouble(course -> seconds(course.began, course.ended))
                .max()
                .orElse(1);
        double scale = (WIDTH - LEFT - 20) / Math.max(1, longest);
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">
                <title>Runs, their stages and the faults they suffered; seed %d</title>
                <rect width="100%%" height="100%%" fill="#fff"/>
                """.formatted(WIDTH, courses.size() * ROW + 50, seed));
        int y = 30;
        for (Map.Entry<Integer, Course> entry : courses.entrySet()) {
            row(svg, entry.getKey(), entry.getValue(), y, scale);
            y += ROW;
        }
        int x = LEFT;
        for (Map.Entry<String, String> colour : COLOURS.entrySet()) {
            svg.append(
                    "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>%n"
                            .formatted(
                                    x,
                                    y,
                                    colour.getValue(),
                                    x + 14,
                                    y + 9,
                                    colour.getKey().toLowerCase(Locale.ROOT).replace('_', '-')));
            x += 110;
        }
        return svg.append("</svg>\n").toString();
    }

    private void row(StringBuilder svg, int run, Course course, int y, double scale) {
        svg.append("<text x=\"8\" y=\"%d\">run %d</text>%n".formatted(y + 13, run));
        List<Map.Entry<String, Instant>> stages = new ArrayList<>(course.stages.entrySet());
        for (int i = 0; i < stages.size(); i++) {
            Instant from = stages.get(i).getValue();
            Instant to = i + 1 < stages.size() ? stages.get(i + 1).getValue() : course.ended;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"%s\"/>%n",
                    LEFT + seconds(course.began, from) * scale,
                    y,
                    Math.max(1, seconds(from, to) * scale),
                    COLOURS.getOrDefault(stages.get(i).getKey(), "#ddd")));
        }
        int below = 0;
        for (Struck found : struck) {
            if (found.fault().run() == run) {
                double x = LEFT + seconds(course.began, found.at()) * scale;
                svg.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#c00\" stroke-width=\"2\"/>"
                                + "<text x=\"%.1f\" y=\"%d\" fill=\"#c00\">%s</text>%n",
                        x,
                        y - 4,
                        x,
                        y + 22,
                        x,
                        y + 32 + 11 * (below++ % 2),
                        label(found.fault().kind())));
            }
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" fill=\"#060\">%s</text>%n",
                LEFT + seconds(course.began, course.ended) * scale - 4,
                y - 6,
                course.digests.equals("the same") ? "=" : ""));
    }

    private static String label(Fault.Kind kind) {
        return switch (kind) {
            case CUT_TEMPORAL -> "Temporal cut";
            case CUT_S3 -> "S3 cut";
            case SLOW_S3 -> "S3 slow";
            case DRAIN_WORKER_GPU -> "worker-gpu drained";
            case STALL_WORKER_GPU -> "worker-gpu stopped";
            default -> kind.words().replace("kill -9 ", "† ");
        };
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static Map<String, String> colours() {
        Map<String, String> colours = new LinkedHashMap<>();
        List<String> values =
                List.of("#cfe2f3", "#b4d7c8", "#8fb8de", "#f2c572", "#d9b8e8", "#a8d5a2", "#e6e6e6", "#f4a6a6");
        for (int i = 0; i < Fault.STAGES.size(); i++) {
            colours.put(Fault.STAGES.get(i), values.get(i));
        }
        return colours;
    }
}
