package org.residency.cli.stack;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs, as the supervisor writes it down.
 *
 * @param startedAt epoch milliseconds
 * @param failure why the stack could not start; null if it could
 * @param failureLog the file that says more of it; null if the supervisor's does
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StackState(
        Phase phase,
        long startedAt,
        OwnedProcess supervisor,
        StackPlan plan,
        List<ProcessState> processes,
        String failure,
        String failureLog) {

    public StackState {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(supervisor, "supervisor");
        Objects.requireNonNull(plan, "plan");
        processes = List.copyOf(processes);
    }

    public Optional<ProcessState> process(String name) {
        return processes.stream().filter(process -> process.name().equals(name)).findFirst();
    }
}
