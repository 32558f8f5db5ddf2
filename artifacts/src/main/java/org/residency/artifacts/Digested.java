package org.residency.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What bytes are known by: their SHA-256 and how many they are. */
record Digested(String sha256, long byteCount) {

    private static final int BUFFER_BYTES = 1 << 18;

    static Digested of(byte[] bytes) {
        return new Digested(HexFormat.of().formatHex(newDigest().digest(bytes)), bytes.length);
    }

    static Digested of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return copy(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies all of {@code in}, digesting on the way. */
    static Digested copy(InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long byteCount = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
            byteCount += read;
        }
        return new Digested(HexFormat.of().formatHex(digest.digest()), byteCount);
    }

    /**
     * Refuses other bytes than the reference is for.
     *
     * @throws ArtifactCorruptException naming both digests
     */
    void verify(ArtifactRef ref) {
        if (!sha256.equals(ref.sha256())) {
            throw new ArtifactCorruptException(ref.uri() + ": the digest of the " + byteCount + " stored bytes is "
                    + sha256 + ", expected " + ref.sha256()
                    + "; the file was changed or damaged after it was stored, bring it back from a backup");
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every Java runtime must have", e);
        }
    }
}
