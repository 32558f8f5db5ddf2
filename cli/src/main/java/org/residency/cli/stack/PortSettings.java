package org.residency.cli.stack;

import java.util.Optional;

/** Ports that a person asks for; where none is asked for, a free one is chosen. */
public record PortSettings(
        Optional<Integer> api, Optional<Integer> serving, Optional<Integer> temporal, Optional<Integer> temporalUi) {

    public static final PortSettings FREE =
            new PortSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
