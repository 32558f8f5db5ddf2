package org.residency.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The rows of one open file, one at a time; the caller closes it. */
public interface Rows extends Closeable {
    /**
     * Reads the next row.
     *
     * @return the row, or empty after the last
     * @throws InvalidDatasetException when the file is broken at this place
     * @throws IOException when it cannot be read
     */
    Optional<Row> next() throws IOException;
}
