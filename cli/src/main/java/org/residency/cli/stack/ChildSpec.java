package org.residency.cli.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one process of the stack is started, and how one knows that it is ready.
 *
 * @param environment added to this process's own
 * @param mark words of the command line by which the process is known again
 * @param stopGrace how long it may take to end after it was asked to
 */
record ChildSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path log,
        String mark,
        String address,
        Readiness readiness,
        Duration stopGrace) {

    ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
