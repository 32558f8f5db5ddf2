package org.residency.artifacts;

import java.util.Objects;

/** An object of an ended run that no manifest needs and whose time is over. */
public record Removable(String key, Kind kind) {

    /** What it was for. */
    public enum Kind {
        /** To go on with a training that was interrupted. */
        CHECKPOINT,
        /** What a GRPO round left behind. */
        ROLLOUT,
        /** Of a stage that never came to its end, or a part of what is whole by now. */
        LEFTOVER
    }

    public Removable {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(kind, "kind");
    }
}
