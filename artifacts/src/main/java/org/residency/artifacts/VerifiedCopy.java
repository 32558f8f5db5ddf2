package org.residency.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Copies from a store to a local file, which is there only once it is whole and its digest is right. */
final class VerifiedCopy {

    private VerifiedCopy() {}

    /**
     * Copies all of {@code in} to {@code target}, replacing what lies there.
     *
     * @throws ArtifactCorruptException if the bytes are not those of {@code ref}
     * @throws ArtifactStoreException if they cannot be written
     */
    static Path to(Path target, ArtifactRef ref, InputStream in) {
        Path absolute = target.toAbsolutePath();
        Path partial = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            Files.createDirectories(absolute.getParent());
            Digested digested;
            try (OutputStream out = Files.newOutputStream(partial)) {
                digested = Digested.copy(in, out);
            }
            digested.verify(ref);
            Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException e) {
            throw new ArtifactStoreException(
                    "cannot copy " + ref.uri() + " to " + target + ": " + e.getMessage()
                            + "; nothing was left there, check the connection and the space on the disk",
                    e);
        } finally {
            deleteIfExists(partial);
        }
    }

    private static void deleteIfExists(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new ArtifactStoreException("cannot remove " + partial + ": " + e.getMessage(), e);
        }
    }
}
