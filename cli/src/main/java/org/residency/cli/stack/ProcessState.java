package org.residency.cli.stack;

import java.util.Objects;

/**
 * One process of the stack.
 *
 * @param process null while none runs
 * @param address where it answers: a URL, or host and port
 * @param restarts how often it was started again
 * @param log the file it writes to
 */
public record ProcessState(String name, Phase phase, OwnedProcess process, String address, int restarts, String log) {

    public ProcessState {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(address, "address");
    }
}
