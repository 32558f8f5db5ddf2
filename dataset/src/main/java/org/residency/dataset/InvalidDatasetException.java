package org.residency.dataset;

import java.nio.file.Path;

/**
 * Input that cannot become a dataset. The message names the file, the line or field, what was found, what was expected
 * and what to do; it never quotes a row.
 */
public final class InvalidDatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidDatasetException(String message) {
        super(message);
    }

    InvalidDatasetException(Path file, String position, String problem) {
        super(position.isEmpty() ? file + ": " + problem : file + ", " + position + ": " + problem);
    }
}
