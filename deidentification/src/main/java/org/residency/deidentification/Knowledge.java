package org.residency.deidentification;

/**
 * The lists, name hashes and the tagger that come with the library. Immutable, so that every de-identifier and auditor of
 * a process reads the same one; it is loaded at the first use.
 */
record Knowledge(Lexicon lexicon, WordFacts wordFacts, Nicknames nicknames, NameTagger tagger) {
    static Knowledge ofTheLibrary() {
        return Loaded.ONCE;
    }

    /** Its class is initialized when it is first asked for, by one thread. */
    private static final class Loaded {
        static final Knowledge ONCE = new Knowledge(new Lexicon(), new WordFacts(), new Nicknames(), NameTagger.load());
    }
}
