package org.residency.artifacts;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps artifacts: immutable, written once and whole, verified on read.
 *
 * <p>A key is a relative path such as {@code runs/<run>/3-sft/adapter}. Writing the same bytes to the same key again
 * returns the same reference, so that a retried activity may simply write again; writing other bytes to it is refused.
 */
public interface ArtifactStore {

    /**
     * Stores one file under {@code key}.
     *
     * @throws ArtifactConflictException if other bytes lie there already
     * @throws ArtifactStoreException if the store cannot be written, for example because the disk is full
     */
    ArtifactRef put(String key, Path file);

    /** Stores bytes under {@code key}; otherwise as {@link #put(String, Path)}. */
    ArtifactRef put(String key, byte[] bytes);

    /**
     * Stores a folder: each file below it under {@code key/<relative path>}, then {@code key/index.json}, whose digest
     * stands for the whole. The folder exists for readers only once its index does; what an attempt that died before
     * that left behind is replaced.
     *
     * @return the reference of the index
     * @throws ArtifactConflictException if another whole folder lies there already
     */
    default ArtifactRef putFolder(String key, Path folder) {
        return StoredFolder.put(this, key, folder);
    }

    /**
     * Reads a stored file.
     *
     * @throws ArtifactCorruptException if its bytes do not have the digest of the reference
     * @throws ArtifactMissingException if nothing lies there
     */
    byte[] read(ArtifactRef ref);

    /**
     * Copies a stored file to {@code target}, which appears there only once it is whole and verified.
     *
     * @throws ArtifactCorruptException if its bytes do not have the digest of the reference
     */
    Path fetch(ArtifactRef ref, Path target);

    /**
     * Copies a stored folder to {@code target}, which appears there only once every file in it is verified. A target
     * that exists already is taken to be that folder: callers name it by the digest.
     *
     * @throws ArtifactCorruptException if a file does not have the digest that the index gives it
     */
    default Path fetchFolder(ArtifactRef ref, Path target) {
        return StoredFolder.fetch(this, ref, target);
    }

    /** The files of a stored folder, as its verified index lists them. */
    default FolderIndex index(ArtifactRef ref) {
        return StoredFolder.index(this, ref);
    }

    /**
     * The key under which {@code ref} lies; of a folder, that of its index.
     *
     * @throws ArtifactMissingException if it is a reference into another store
     */
    String keyOf(ArtifactRef ref);

    /** The file that lies under {@code key}, digested anew; empty if none does. */
    Optional<ArtifactRef> find(String key);

    /** The whole folder that lies under {@code key}, by its index digested anew; empty if none does. */
    default Optional<ArtifactRef> findFolder(String key) {
        return find(StoredFolder.indexKey(key))
                .map(found -> new ArtifactRef(
                        found.uri(), found.sha256(), index(found).totalByteCount()));
    }

    /** The keys that start with {@code prefix}, sorted; all of them if it is empty. */
    List<String> list(String prefix);

    /**
     * Removes the file {@code prefix} and all that lies below it; for a cancelled run's checkpoints, never for what a
     * manifest names.
     */
    void delete(String prefix);
}
