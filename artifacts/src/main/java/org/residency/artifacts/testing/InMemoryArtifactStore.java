package org.residency.artifacts.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.residency.artifacts.ArtifactConflictException;
import org.residency.artifacts.ArtifactCorruptException;
import org.residency.artifacts.ArtifactMissingException;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;

/** A store that is gone with the process; for tests. */
public final class InMemoryArtifactStore implements ArtifactStore {

    private final ConcurrentSkipListMap<String, byte[]> files = new ConcurrentSkipListMap<>();

    @Override
    public ArtifactRef put(String key, Path file) {
        try {
            return put(key, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ArtifactRef put(String key, byte[] bytes) {
        if (!key.equals(Path.of("/").resolve(key).normalize().toString().substring(1))
                || key.matches("|/.*|.*\\\\.*")) {
            throw new IllegalArgumentException("key: found '" + key + "', expected a relative path");
        }
        byte[] former = files.putIfAbsent(key, bytes.clone());
        if (former != null && !Arrays.equals(former, bytes)) {
            throw new ArtifactConflictException("key " + key + " holds other bytes already");
        }
        return ref(key, bytes);
    }

    @Override
    public byte[] read(ArtifactRef ref) {
        byte[] bytes = files.get(keyOf(ref));
        if (bytes == null) {
            throw new ArtifactMissingException(ref.uri() + ": nothing lies there");
        }
        if (!sha256(bytes).equals(ref.sha256())) {
            throw new ArtifactCorruptException(
                    ref.uri() + ": the digest is " + sha256(bytes) + ", expected " + ref.sha256());
        }
        return bytes.clone();
    }

    @Override
    public Path fetch(ArtifactRef ref, Path target) {
        byte[] bytes = read(ref);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            return Files.write(target, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String keyOf(ArtifactRef ref) {
        return ref.uri().getPath().substring(1);
    }

    @Override
    public Optional<ArtifactRef> find(String key) {
        return Optional.ofNullable(files.get(key)).map(bytes -> ref(key, bytes));
    }

    @Override
    public List<String> list(String prefix) {
        return files.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    @Override
    public void delete(String prefix) {
        files.keySet().removeIf(key -> key.equals(prefix) || key.startsWith(prefix + "/"));
    }

    /** Flips the lowest bit of a stored file's first byte, as a failing disk would. */
    public void damage(ArtifactRef ref) {
        files.computeIfPresent(keyOf(ref), (key, bytes) -> {
            byte[] damaged = bytes.clone();
            damaged[0] ^= 1;
            return damaged;
        });
    }

    private static ArtifactRef ref(String key, byte[] bytes) {
        try {
            return new ArtifactRef(new URI("memory", "", "/" + key, null), sha256(bytes), bytes.length);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("key: found '" + key + "'", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
