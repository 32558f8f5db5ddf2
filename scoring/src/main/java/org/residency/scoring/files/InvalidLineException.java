package org.residency.scoring.files;

import java.nio.file.Path;

/** A line that is not what its file should hold. The message names file, line and field, and never quotes the line. */
public final class InvalidLineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidLineException(Path file, long line, String problem) {
        super(file + ", line " + line + ": " + problem);
    }
}
