package org.residency.encryption;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.residency.identity.OwnerOnly;

/**
 * The file with the keys under which payloads are encrypted: a Tink keyset of AES-256-GCM keys in JSON, which only its
 * owner may read.
 *
 * <p>A key is changed without a pause in three steps, each of them brought to every process before the next: {@link #add} a
 * key, which decrypts only; {@link #makeCurrent} it; and, once no run that used the former one is kept any more, {@link
 * #disable} that. Processes read a changed file by themselves.
 */
public final class PayloadKeyFile {

    private final Path file;

    public PayloadKeyFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no AES-GCM", e);
        }
    }

    public Path path() {
        return file;
    }

    /**
     * Makes the file with one key.
     *
     * @throws KeyFileException if there is one already, or it cannot be written
     */
    public void create() {
        try {
            Files.createDirectories(file.getParent());
            OwnerOnly.createFile(file);
            write(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(
                    file + ": there is a file of keys already; keys are never overwritten, add one to it", e);
        } catch (IOException e) {
            throw notWritten(e);
        } catch (GeneralSecurityException e) {
            throw damaged();
        }
    }

    /** The keys, in the order in which they were added. */
    public List<PayloadKey> keys() {
        KeysetHandle keys = read();
        List<PayloadKey> found = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            found.add(new PayloadKey(id(keys.getAt(i)), use(keys.getAt(i))));
        }
        return found;
    }

    /**
     * Adds a new key that decrypts only.
     *
     * @return its id
     */
    public String add() {
        change(keys -> KeysetHandle.newBuilder(keys)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
        List<PayloadKey> keys = keys();
        return keys.get(keys.size() - 1).id();
    }

    /** Has new payloads encrypted with this key; the former current one goes on decrypting. */
    public void makeCurrent(String id) {
        change(keys -> {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
            builder.getAt(place(keys, id)).setStatus(KeyStatus.ENABLED).makePrimary();
            return builder;
        });
    }

    /**
     * Ends the use of a key; what was encrypted with it cannot be read until it is made current again.
     *
     * @throws KeyFileException if it is the current one
     */
    public void disable(String id) {
        change(keys -> {
            int place = place(keys, id);
            if (keys.getAt(place).isPrimary()) {
                throw new KeyFileException(file + ": key " + id + " is the current one; make another current first");
            }
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
            builder.getAt(place).setStatus(KeyStatus.DISABLED);
            return builder;
        });
    }

    KeysetHandle read() {
        try {
            refuseIfOthersCanRead();
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file, StandardCharsets.UTF_8), InsecureSecretKeyAccess.get());
        } catch (NoSuchFileException e) {
            throw new KeyFileException(
                    file + ": no such file of payload keys; make one with `./residency keys payload create`", e);
        } catch (IOException e) {
            throw new KeyFileException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw damaged();
        }
    }

    private interface Change {
        KeysetHandle.Builder of(KeysetHandle keys);
    }

    private void change(Change change) {
        try {
            write(change.of(read()).build());
        } catch (IOException e) {
            throw notWritten(e);
        } catch (GeneralSecurityException e) {
            throw damaged();
        }
    }

    /** Whole or not at all: a process may read at any moment. */
    private void write(KeysetHandle keys) throws IOException, GeneralSecurityException {
        Path partial = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            OwnerOnly.createFile(partial);
            Files.writeString(
                    partial, TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()) + "\n");
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private int place(KeysetHandle keys, String id) {
        return IntStream.range(0, keys.size())
                .filter(i -> id(keys.getAt(i)).equals(id))
                .findFirst()
                .orElseThrow(() -> new KeyFileException(file + ": found no key " + id + ", expected one of "
                        + keys().stream().map(PayloadKey::id).toList()));
    }

    /** Whether Tink wrote the number with a sign or without: the same eight digits. */
    static String id(KeysetHandle.Entry entry) {
        return "%08x".formatted(entry.getId());
    }

    private static PayloadKey.Use use(KeysetHandle.Entry entry) {
        if (entry.isPrimary()) {
            return PayloadKey.Use.CURRENT;
        }
        return entry.getStatus() == KeyStatus.ENABLED ? PayloadKey.Use.DECRYPTS : PayloadKey.Use.DISABLED;
    }

    private void refuseIfOthersCanRead() throws IOException {
        Set<PosixFilePermission> permissions = OwnerOnly.permissions(file).orElse(Set.of());
        boolean others = permissions.stream()
                .anyMatch(permission ->
                        permission.name().startsWith("OTHERS_") || permission == PosixFilePermission.GROUP_WRITE);
        if (others) {
            throw new KeyFileException(file + ": found permissions " + PosixFilePermissions.toString(permissions)
                    + ", expected rw------- or r--r-----; take them away from others, and rotate the key if anybody"
                    + " may have read it");
        }
    }

    private KeyFileException damaged() {
        // The cause is left out: it may quote key material.
        return new KeyFileException(
                file + ": not a Tink keyset of AES-GCM keys in JSON; bring it back from its backup");
    }

    private KeyFileException notWritten(IOException e) {
        return new KeyFileException("cannot write " + file + ": " + e.getMessage(), e);
    }
}
