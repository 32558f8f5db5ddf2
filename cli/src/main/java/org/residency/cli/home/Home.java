package org.residency.cli.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.residency.identity.OwnerOnly;

/**
 * The one folder in which the local stack keeps everything: {@code .residency} in the repository, or what
 * {@code RESIDENCY_HOME} names. Only its owner may enter it, for the store holds raw notes.
 */
public record Home(Path folder) {

    public Home {
        folder = Objects.requireNonNull(folder, "folder").toAbsolutePath().normalize();
    }

    /** The artifact store. */
    public Path store() {
        return folder.resolve("store");
    }

    /** Fetched artifacts, by digest. */
    public Path cache() {
        return folder.resolve("cache");
    }

    /** The register of people: the public halves. */
    public Path people() {
        return folder.resolve("people");
    }

    /** Private keys: people's, and that of de-identification. */
    public Path keys() {
        return folder.resolve("keys");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    public Path reports() {
        return folder.resolve("reports");
    }

    /** Programs that {@code residency temporal install} brought. */
    public Path programs() {
        return folder.resolve("bin");
    }

    public Path temporalDatabase() {
        return folder.resolve("temporal.db");
    }

    public Path demo() {
        return folder.resolve("demo");
    }

    public Path baseModel() {
        return folder.resolve("base-model");
    }

    public Path stackFile() {
        return folder.resolve("stack.json");
    }

    public Path stackLock() {
        return folder.resolve("stack.lock");
    }

    public Path deidentificationKey() {
        return keys().resolve("deidentification.key");
    }

    /** Under which what Temporal keeps of a run is encrypted. */
    public Path payloadKeys() {
        return keys().resolve("payload-keys.json");
    }

    public Path servingToken() {
        return keys().resolve("serving.token");
    }

    /** Creates the folder, open to its owner alone, and a folder within it. */
    public Path create(Path within) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder.getParent());
                OwnerOnly.createFolder(folder);
            }
            return Files.createDirectories(within);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + within, e);
        }
    }
}
