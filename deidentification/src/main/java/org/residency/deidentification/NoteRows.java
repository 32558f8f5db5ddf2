package org.residency.deidentification;

/** A file as the notes that it holds. */
interface NoteRows {
    /** The same file without identifiers, and what was done. */
    DeidentifiedRows deidentify(Deidentifier deidentifier, Auditor auditor);
}
