package org.residency.deidentification;

import java.util.Collections;
import java.util.Set;

/**
 * What a replacement depends on beside the value itself. Its sets are not copied: they may be as large as the note, and
 * whoever makes one gives them away.
 *
 * @param patientKey surrogates of two patients have nothing in common
 * @param words all words of the note in small letters; no surrogate may be one of them
 * @param firstNames words that stand first in a name of several somewhere in the note, in small letters
 */
record NoteScope(String patientKey, Set<String> words, Set<String> firstNames) {
    NoteScope {
        words = Collections.unmodifiableSet(words);
        firstNames = Collections.unmodifiableSet(firstNames);
    }
}
