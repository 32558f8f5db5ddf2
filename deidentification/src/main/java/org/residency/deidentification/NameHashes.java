package org.residency.deidentification;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;

/**
 * First and last names of many countries as sorted hashes of 32 bits: enough to ask whether a word is one, and a twentieth
 * of their size. One unknown word in some 200,000 is taken for a name by chance.
 */
final class NameHashes {
    private final int[] first;
    private final int[] last;

    private NameHashes(int[] first, int[] last) {
        this.first = first;
        this.last = last;
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

    boolean isFirst(String folded) {
        return Arrays.binarySearch(first, hash(folded)) >= 0;
    }

    boolean isLast(String folded) {
        return Arrays.binarySearch(last, hash(folded)) >= 0;
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
