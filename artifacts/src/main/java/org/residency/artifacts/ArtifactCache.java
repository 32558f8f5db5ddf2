package org.residency.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Local copies of artifacts by digest, fetched once. Several threads, and several processes with the same folder, may
 * use it at the same time. A copy that another process left is digested anew before this one relies on it, for disks
 * and people change files.
 */
public final class ArtifactCache {

    private final ArtifactStore store;
    private final Path folder;
    private final ConcurrentHashMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Path, List<Path>> verified = new ConcurrentHashMap<>();

    /** A cache of {@code store} in {@code folder}, which is made when something is fetched. */
    public ArtifactCache(ArtifactStore store, Path folder) {
        this.store = store;
        this.folder = folder;
    }

    /** What it is a cache of. */
    public ArtifactStore store() {
        return store;
    }

    /**
     * The local copy of a stored file; not to be written to.
     *
     * @throws ArtifactCorruptException if the stored bytes do not have the digest of the reference
     */
    public Path file(ArtifactRef ref) {
        Path target = folder.resolve("files").resolve(ref.sha256());
        return once(ref, target, () -> isIntact(target, ref.sha256()), () -> store.fetch(ref, target));
    }

    /**
     * The local copy of a stored folder; not to be written to.
     *
     * @throws ArtifactCorruptException if a stored file does not have the digest that the index gives it
     */
    public Path folder(ArtifactRef ref) {
        Path target = folder.resolve("folders").resolve(ref.sha256());
        return once(ref, target, () -> isIntact(target, store.index(ref)), () -> store.fetchFolder(ref, target));
    }

    private Path once(ArtifactRef ref, Path target, BooleanSupplier isIntact, Runnable fetch) {
        ReentrantLock lock = locks.computeIfAbsent(ref.sha256(), digest -> new ReentrantLock());
        lock.lock();
        try {
            // What cleans up old files, by the hour or by hand, may have left a folder without them.
            List<Path> files = verified.get(target);
            if (files != null && files.stream().allMatch(Files::exists)) {
                return target;
            }
            if (Files.exists(target) && !isIntact.getAsBoolean()) {
                StoredFolder.delete(target);
            }
            if (!Files.exists(target)) {
                fetch.run();
            }
            verified.put(target, filesOf(target));
            return target;
        } finally {
            lock.unlock();
        }
    }

    private static List<Path> filesOf(Path copy) {
        try (Stream<Path> files = Files.walk(copy)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + copy, e);
        }
    }

    private static boolean isIntact(Path copy, FolderIndex index) {
        return index.files().entrySet().stream()
                .allMatch(file ->
                        isIntact(copy.resolve(file.getKey()), file.getValue().sha256()));
    }

    private static boolean isIntact(Path copy, String sha256) {
        try {
            return Files.isRegularFile(copy) && Digested.of(copy).sha256().equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }
}
