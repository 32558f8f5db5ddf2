package org.residency.deidentification.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the notes of one input one after the other and writes them in the same form and order. Holds no more than the
 * note at hand.
 */
interface NoteFormat extends Closeable {
    /** The next note, or empty at the end. */
    Optional<NoteRecord> next() throws IOException;

    /**
     * Writes a note.
     *
     * @param replaced the new text of each of its texts and values
     * @param pseudonym what stands for the patient's key, where there is one
     */
    void write(NoteRecord record, Map<String, String> replaced, Optional<String> pseudonym) throws IOException;

    /** Leaves a note out. */
    default void leaveOut(NoteRecord record) throws IOException {}

    /** Ends the output; without it what was written is not whole. */
    void finish() throws IOException;
}
