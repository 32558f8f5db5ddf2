package org.residency.deidentification;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;

/**
 * A fixed set that is asked for nearly every word of a note and says no to nearly all of them: one bit, found by the word's
 * hash, tells most others off before any letter is compared. Immutable.
 */
final class WordSet extends AbstractSet<String> {
    /** Bits a word, so that of sixteen other words about one is compared. */
    private static final int SPARSE = 16;

    private final Set<String> words;
    private final long[] bits;

    private WordSet(Collection<String> words) {
        this.words = Set.copyOf(words);
        bits = new long[Integer.highestOneBit(Math.max(1, words.size() * SPARSE / Long.SIZE)) << 1];
        for (String word : this.words) {
            int spread = spread(word);
            bits[at(spread)] |= 1L << spread;
        }
    }

    static Set<String> of(String... words) {
        return new WordSet(Arrays.asList(words));
    }

    static Set<String> copyOf(Collection<String> words) {
        return words instanceof WordSet set ? set : new WordSet(words);
    }

    @Override
    public boolean contains(Object word) {
        int spread = spread(word);
        return ((bits[at(spread)] >>> spread) & 1) != 0 && words.contains(word);
    }

    private static int spread(Object word) {
        return (word.hashCode() * 0x9E3779B1) >>> 7;
    }

    private int at(int spread) {
        return (spread >>> 6) & (bits.length - 1);
    }

    @Override
    public Iterator<String> iterator() {
        return words.iterator();
    }

    @Override
    public int size() {
        return words.size();
    }
}
