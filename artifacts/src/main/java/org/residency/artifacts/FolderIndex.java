package org.residency.artifacts;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a stored folder.
 *
 * @param files relative path, with {@code /}, to the file's digest and length
 */
public record FolderIndex(SortedMap<String, Entry> files) {

    public FolderIndex {
        files = new TreeMap<>(files);
    }

    /** One file of the folder. */
    public record Entry(String sha256, long byteCount) {}

    /** The length of all files together. */
    public long totalByteCount() {
        return files.values().stream().mapToLong(Entry::byteCount).sum();
    }
}
