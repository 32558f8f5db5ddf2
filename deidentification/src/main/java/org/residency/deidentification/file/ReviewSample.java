package org.residency.deidentification.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * A few notes for a human to look at, chosen as they pass: those whose number has the smallest digest with the seed. So
 * the choice depends on the seed and the number of notes alone, not on threads, and any note is as likely as any other.
 */
public final class ReviewSample {
    private static final int MOST = 1000;

    private final int size;
    private final long seed;
    private final TreeMap<Long, ReviewedNote> chosen = new TreeMap<>();

    /**
     * An empty sample.
     *
     * @param size how many notes, 1 to 1000: they are held in memory
     * @param seed another seed, other notes
     */
    public ReviewSample(int size, long seed) {
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException("the sample's size is " + size + ", expected 1 to " + MOST);
        }
        this.size = size;
        this.seed = seed;
    }

    /** The notes, in the order in which they stand in the input. */
    public List<ReviewedNote> notes() {
        return chosen.values().stream()
                .sorted(Comparator.comparingLong(ReviewedNote::number))
                .toList();
    }

    void offer(ReviewedNote note) {
        chosen.put(lot(note.number()), note);
        if (chosen.size() > size) {
            chosen.pollLastEntry();
        }
    }

    private long lot(long number) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("review " + seed + " " + number).getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }
}
