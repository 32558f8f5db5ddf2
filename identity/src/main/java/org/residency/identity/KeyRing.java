package org.residency.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import java.util.Set;

/**
 * Private keys in a folder, one PKCS#8 PEM file a person, readable by their owner alone. A key that others can read is
 * not used.
 */
public final class KeyRing {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int LINE_LENGTH = 64;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path folder;

    public KeyRing(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a new key pair and keeps the private half; the public half is in what is returned, to be registered.
     *
     * @throws IdentityException if there is a key of that name already, or it cannot be written
     */
    public Person create(String name, Set<Role> roles) {
        KeyPair pair = Ed25519.newKeyPair();
        Person person =
                new Person(name, roles, Ed25519.base64(pair.getPublic()), Ed25519.fingerprint(pair.getPublic()));
        write(file(name), pem(pair.getPrivate()));
        return person;
    }

    /**
     * What signs in a person's name.
     *
     * @throws IdentityException if the key is missing, not theirs, or readable by others
     */
    public StatementSigner signer(Person person) {
        Path file = file(person.name());
        PrivateKey key = read(file);
        byte[] probe = person.keyFingerprint().getBytes(StandardCharsets.UTF_8);
        if (!Ed25519.verifies(Ed25519.publicKey(person.publicKey()), probe, Ed25519.sign(key, probe))) {
            throw new IdentityException(file + ": not the key under which " + person.name()
                    + " is registered; register the new key under another name");
        }
        return new StatementSigner(key, person);
    }

    /** Where a person's private key lies. */
    public Path file(String name) {
        return folder.resolve(Person.checkName(name) + ".pem");
    }

    private static void write(Path file, String pem) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            OwnerOnly.createFile(file);
            Files.writeString(file, pem, StandardCharsets.US_ASCII, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            throw new IdentityException(
                    file + ": there is a key of that name already; keys are never overwritten, choose another name", e);
        } catch (IOException e) {
            throw new IdentityException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static PrivateKey read(Path file) {
        try {
            refuseIfOthersCanRead(file);
            String body = Files.readString(file, StandardCharsets.US_ASCII)
                    .replace(BEGIN, "")
                    .replace(END, "");
            return Ed25519.privateKey(Base64.getMimeDecoder().decode(body));
        } catch (NoSuchFileException e) {
            throw new IdentityException(file + ": no such key; make one with `residency keys create`", e);
        } catch (IOException e) {
            throw new IdentityException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            // The cause is left out: it may quote the key.
            throw new IdentityException(file + ": not an Ed25519 private key in PKCS#8 PEM form");
        }
    }

    private static void refuseIfOthersCanRead(Path file) throws IOException {
        Set<PosixFilePermission> permissions = OwnerOnly.permissions(file).orElse(Set.of());
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new IdentityException(file + ": found permissions " + PosixFilePermissions.toString(permissions)
                    + ", expected rw-------; if nobody has read it, chmod 600 it, else make a new key");
        }
    }

    private static String pem(PrivateKey key) {
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'});
        return BEGIN + "\n" + encoder.encodeToString(key.getEncoded()) + "\n" + END + "\n";
    }
}
