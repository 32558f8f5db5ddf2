package org.residency.deidentification;

import java.nio.file.Path;

/**
 * A file that cannot be de-identified as asked. The message names the file, the line or the field, what was found and
 * what to do; it never quotes the file.
 */
public final class InvalidFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The file, the place in it (may be empty), and what was found, expected and is to be done. */
    public InvalidFileException(Path file, String position, String problem) {
        super(position.isEmpty() ? file + ": " + problem : file + ", " + position + ": " + problem);
    }
}
