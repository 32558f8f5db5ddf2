package org.residency.llm.folder;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A model, adapter or checkpoint file that cannot be used as it is. Trying again does not help: the file must change.
 *
 * <p>The message names the file, what was found, what was expected and what to do.
 */
public final class ModelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    public ModelFormatException(Path file, String found, String expected, String remedy) {
        this(file, found, expected, remedy, null);
    }

    public ModelFormatException(Path file, String found, String expected, String remedy, Throwable cause) {
        super("%s: found %s; expected %s; %s".formatted(file, found, expected, remedy), cause);
        this.file = Objects.requireNonNull(file, "file");
    }

    /** The file (or folder) at fault. */
    public Path file() {
        return file;
    }
}
