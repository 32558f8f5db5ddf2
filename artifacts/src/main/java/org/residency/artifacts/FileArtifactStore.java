package org.residency.artifacts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A store in a folder of a file system, local or shared. A file is written under a temporary name in the same file
 * system, forced to disk, and then linked to its own name, which fails where that name is taken.
 */
public final class FileArtifactStore implements ArtifactStore {

    private static final String PARTIAL = ".partial";

    private final Path root;
    private final Path partial;

    /**
     * A store in {@code root}, which is made if it is not there.
     *
     * @throws ArtifactStoreException if it cannot be made
     */
    public FileArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.partial = this.root.resolve(PARTIAL);
        try {
            Files.createDirectories(partial);
        } catch (IOException e) {
            throw new ArtifactStoreException(
                    "store at " + this.root + ": cannot be made: " + reason(e) + "; check RESIDENCY_STORE", e);
        }
    }

    @Override
    public ArtifactRef put(String key, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return put(key, in);
        } catch (IOException e) {
            throw notWritten(key, e);
        }
    }

    @Override
    public ArtifactRef put(String key, byte[] bytes) {
        try {
            return put(key, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw notWritten(key, e);
        }
    }

    @Override
    public byte[] read(ArtifactRef ref) {
        try {
            byte[] bytes = Files.readAllBytes(path(ref));
            Digested.of(bytes).verify(ref);
            return bytes;
        } catch (NoSuchFileException e) {
            throw missing(ref, e);
        } catch (IOException e) {
            throw new ArtifactStoreException("cannot read " + ref.uri() + ": " + reason(e), e);
        }
    }

    @Override
    public Path fetch(ArtifactRef ref, Path target) {
        Path source = path(ref);
        try (InputStream in = Files.newInputStream(source)) {
            return VerifiedCopy.to(target, ref, in);
        } catch (NoSuchFileException e) {
            throw missing(ref, e);
        } catch (IOException e) {
            throw new ArtifactStoreException("cannot read " + ref.uri() + ": " + reason(e), e);
        }
    }

    @Override
    public String keyOf(ArtifactRef ref) {
        return keyOf(path(ref));
    }

    @Override
    public Optional<ArtifactRef> find(String key) {
        Path path = path(key);
        try {
            return Files.isRegularFile(path) ? Optional.of(ref(path, Digested.of(path))) : Optional.empty();
        } catch (IOException e) {
            throw new ArtifactStoreException("cannot read " + path + ": " + reason(e), e);
        }
    }

    @Override
    public List<String> list(String prefix) {
        Path start =
                root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1)).normalize();
        if (!start.startsWith(root) || !Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(start)) {
            return paths.filter(path -> !path.startsWith(partial) && Files.isRegularFile(path))
                    .map(this::keyOf)
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ArtifactStoreException("cannot list " + start + ": " + reason(e), e);
        }
    }

    @Override
    public void delete(String prefix) {
        StoredFolder.delete(path(prefix));
    }

    private ArtifactRef put(String key, InputStream in) throws IOException {
        Path target = path(key);
        Path temporary = partial.resolve(UUID.randomUUID().toString());
        try {
            Digested digested;
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                digested = Digested.copy(in, Channels.newOutputStream(channel));
                channel.force(true);
            }
            Files.createDirectories(target.getParent());
            if (!claim(temporary, target)) {
                refuseOther(key, target, digested);
            }
            return ref(target, digested);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Gives the file its name for good; false if the name is taken. */
    private static boolean claim(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without links: the check and the move are two steps there.
            if (Files.exists(target)) {
                return false;
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
        // Until its folder is on disk too, the name can be lost with the power.
        try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return true;
    }

    private void refuseOther(String key, Path target, Digested digested) throws IOException {
        if (!Files.isRegularFile(target)) {
            throw new ArtifactConflictException(
                    "key " + key + " is taken by a folder in the store at " + root + "; nothing was changed");
        }
        Digested stored = Digested.of(target);
        if (!stored.equals(digested)) {
            throw new ArtifactConflictException("key " + key + " holds other bytes already, digest " + stored.sha256()
                    + ", not " + digested.sha256() + "; artifacts are never overwritten, use another key");
        }
    }

    private ArtifactStoreException notWritten(String key, IOException e) {
        String problem = e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException
                ? "a file lies where a folder must be (" + reason(e) + ")"
                : reason(e);
        return new ArtifactStoreException(
                "cannot write " + key + " to the store at " + root + ": " + problem
                        + "; nothing was left there, free some space or mend the store, and try again",
                e);
    }

    private static ArtifactMissingException missing(ArtifactRef ref, IOException e) {
        return new ArtifactMissingException(
                ref.uri() + ": nothing lies there, expected " + ref.byteCount() + " bytes with digest " + ref.sha256(),
                e);
    }

    private static ArtifactRef ref(Path path, Digested digested) {
        return new ArtifactRef(path.toUri(), digested.sha256(), digested.byteCount());
    }

    private Path path(String key) {
        return root.resolve(StoreKey.check(key));
    }

    private Path path(ArtifactRef ref) {
        URI uri = ref.uri();
        Path path = "file".equals(uri.getScheme()) ? Path.of(uri).normalize() : null;
        if (path == null || !path.startsWith(root)) {
            throw new ArtifactMissingException(uri + ": not in the store at " + root + "; check RESIDENCY_STORE");
        }
        return path;
    }

    private String keyOf(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
