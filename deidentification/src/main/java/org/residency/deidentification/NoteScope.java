package org.residency.deidentification;

import java.util.Set;

/**
 * What a replacement depends on beside the value itself.
 *
 * @param patientKey surrogates of two patients have nothing in common
 * @param words all words of the note in small letters; no surrogate may be one of them
 * @param firstNames words that stand first in a name of several somewhere in the note, in small letters
 */
record NoteScope(String patientKey, Set<String> words, Set<String> firstNames) {
    NoteScope {
        words = Set.copyOf(words);
        firstNames = Set.copyOf(firstNames);
    }
}
