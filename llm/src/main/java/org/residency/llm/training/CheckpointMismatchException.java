package org.residency.llm.training;

import java.nio.file.Path;

/** A checkpoint that belongs to another training: other data, other settings or another stage. */
public final class CheckpointMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointMismatchException(Path checkpoint, String field, Object found, Object expected) {
        super(
                "%s: found %s %s; expected %s; resume with the data and settings the checkpoint was made with, or start afresh"
                        .formatted(checkpoint, field, found, expected));
    }
}
