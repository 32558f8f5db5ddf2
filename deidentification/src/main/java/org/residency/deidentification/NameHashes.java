package org.residency.deidentification;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * First and last names of many countries as hashes of 32 bits: enough to ask whether a word is one, and a twentieth
 * of their size. One unknown word in some 200,000 is taken for a name by chance.
 */
final class NameHashes {
    private static final byte FIRST = 1;
    private static final byte LAST = 2;

    /** Open addressing, at most half full; a place without a kind is free. */
    private final int[] hashes;

    private final byte[] kinds;
    private final int mask;

    private NameHashes(int[] first, int[] last) {
        int size = Integer.highestOneBit(Math.max(1, first.length + last.length)) << 2;
        hashes = new int[size];
        kinds = new byte[size];
        mask = size - 1;
        for (int hash : first) {
            add(hash, FIRST);
        }
        for (int hash : last) {
            add(hash, LAST);
        }
    }

    private void add(int hash, byte kind) {
        int at = slot(hash);
        while (kinds[at] != 0 && hashes[at] != hash) {
            at = (at + 1) & mask;
        }
        hashes[at] = hash;
        kinds[at] |= kind;
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 16)) & mask;
    }

    static NameHashes read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        return new NameHashes(readOne(data), readOne(data));
    }

    static void write(Path file, Collection<Integer> first, Collection<Integer> last) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            writeOne(out, first);
            writeOne(out, last);
        }
    }

    /** {@link WordFacts#FIRST_NAME}, {@link WordFacts#SURNAME}, both or neither; single letters are neither. */
    int of(String folded) {
        if (folded.length() < 2) {
            return 0;
        }
        int hash = hash(folded);
        for (int at = slot(hash); kinds[at] != 0; at = (at + 1) & mask) {
            if (hashes[at] == hash) {
                return ((kinds[at] & FIRST) != 0 ? WordFacts.FIRST_NAME : 0)
                        | ((kinds[at] & LAST) != 0 ? WordFacts.SURNAME : 0);
            }
        }
        return 0;
    }

    /** FNV-1a over the chars. */
    static int hash(String folded) {
        int h = 0x811C9DC5;
        for (int i = 0; i < folded.length(); i++) {
            h = (h ^ folded.charAt(i)) * 0x01000193;
        }
        return h;
    }

    private static int[] readOne(DataInputStream in) throws IOException {
        int[] hashes = new int[in.readInt()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.readInt();
        }
        return hashes;
    }

    private static void writeOne(DataOutputStream out, Collection<Integer> hashes) throws IOException {
        int[] sorted = hashes.stream().mapToInt(Integer::intValue).sorted().toArray();
        out.writeInt(sorted.length);
        for (int hash : sorted) {
            out.writeInt(hash);
        }
    }
}
