package org.residency.cli.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.residency.cli.home.Home;
import org.residency.encryption.PayloadKeyFile;
import org.residency.identity.OwnerOnly;

/** The stack's own secrets, made at its first start: files that only their owner may read. */
final class Secrets {

    private static final int BYTE_COUNT = 32;

    private final Home home;

    Secrets(Home home) {
        this.home = home;
    }

    /** The key under which identifiers are replaced; the same key gives the same surrogates. */
    Path deidentificationKey() {
        ensure(home.deidentificationKey());
        return home.deidentificationKey();
    }

    /** What worker and api show to serving's admin endpoints. */
    String servingToken() {
        ensure(home.servingToken());
        try {
            return Files.readString(home.servingToken()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + home.servingToken(), e);
        }
    }

    /** The keys under which payloads are encrypted. */
    Path payloadKeys() {
        PayloadKeyFile keys = new PayloadKeyFile(home.payloadKeys());
        if (!Files.exists(keys.path())) {
            home.create(keys.path().getParent());
            keys.create();
        }
        return keys.path();
    }

    private void ensure(Path file) {
        if (Files.exists(file)) {
            return;
        }
        home.create(file.getParent());
        byte[] secret = new byte[BYTE_COUNT];
        new SecureRandom().nextBytes(secret);
        try {
            OwnerOnly.createFile(file);
            Files.writeString(file, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the secret " + file, e);
        }
    }
}
