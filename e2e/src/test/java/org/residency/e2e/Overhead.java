package org.residency.e2e;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What it costs a run that Temporal keeps its order: waits, in milliseconds, and sizes, in bytes, read from histories. */
final class Overhead {

    private final List<Double> waitsForWorkers = new ArrayList<>();
    private final List<Double> workflowTasks = new ArrayList<>();
    private final List<Double> payloads = new ArrayList<>();
    private int eventCount;
    private double activityMillis;

    void add(List<HistoryEvent> events) {
        eventCount += events.size();
        Map<Long, HistoryEvent> byId = new HashMap<>();
        for (HistoryEvent event : events) {
            byId.put(event.getEventId(), event);
            sizes(event);
            if (event.hasActivityTaskStartedEventAttributes()) {
                waitsForWorkers.add(millis(
                        byId.get(event.getActivityTaskStartedEventAttributes().getScheduledEventId()), event));
            } else if (event.hasActivityTaskCompletedEventAttributes()) {
                activityMillis += millis(
                        byId.get(event.getActivityTaskCompletedEventAttributes().getStartedEventId()), event);
            } else if (event.hasWorkflowTaskCompletedEventAttributes()) {
                workflowTasks.add(millis(
                        byId.get(event.getWorkflowTaskCompletedEventAttributes().getScheduledEventId()), event));
            }
        }
    }

    String table() {
        double sum = sum(waitsForWorkers) + sum(workflowTasks);
        return "| | count | median | 99 % | most | sum |\n| --- | --- | --- | --- | --- | --- |\n"
                + row("an activity waits for a worker, ms", waitsForWorkers)
                + row("a step of a workflow, ms", workflowTasks)
                + row("a payload, bytes", payloads)
                + String.format(
                        Locale.ROOT,
                        "%n%d events; %.1f s of activities; %.2f s, or %.1f %% of that, spent on order.%n",
                        eventCount,
                        activityMillis / 1_000,
                        sum / 1_000,
                        100 * sum / Math.max(1, activityMillis));
    }

    double largestPayloadBytes() {
        return payloads.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private void sizes(Message message) {
        if (message instanceof Payload payload) {
            payloads.add((double) payload.getSerializedSize());
            return;
        }
        for (Object value : message.getAllFields().values()) {
            for (Object part : value instanceof List<?> parts ? parts : List.of(value)) {
                if (part instanceof Message nested) {
                    sizes(nested);
                }
            }
        }
    }

    private static String row(String name, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %.0f | %.0f |%n",
                name,
                sorted.size(),
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 1),
                sum(sorted));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double millis(HistoryEvent from, HistoryEvent to) {
        return seconds(to.getEventTime()) * 1_000 - seconds(from.getEventTime()) * 1_000;
    }

    private static double seconds(Timestamp time) {
        return time.getSeconds() + time.getNanos() / 1e9;
    }
}
