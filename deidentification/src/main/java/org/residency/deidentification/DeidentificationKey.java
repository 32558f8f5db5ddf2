package org.residency.deidentification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret from which pseudonyms, surrogates and date offsets follow (HMAC-SHA-256). Who has it can link notes of one
 * patient, so it stays with the hospital; another key gives another, unrelated release.
 */
public final class DeidentificationKey {
    private static final int MIN_BYTES = 16;
    private static final int PSEUDONYM_DIGITS = 16;
    private static final int NEW_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    /** Never fed: each digest goes on from a copy, which spares it the look-up and the key's own blocks. */
    private final Mac keyed;

    private DeidentificationKey(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "the key has " + bytes.length + " bytes, expected at least " + MIN_BYTES + " random ones");
        }
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(bytes, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(
                    "this Java runtime lacks HMAC-SHA-256, which every Java runtime must have", e);
        }
    }

    /** The key made of these bytes, at least 16. */
    public static DeidentificationKey of(byte[] bytes) {
        return new DeidentificationKey(bytes.clone());
    }

    /** A new random key. */
    public static DeidentificationKey random() {
        byte[] bytes = new byte[NEW_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new DeidentificationKey(bytes);
    }

    /** The key whose bytes are a file's. */
    public static DeidentificationKey read(Path file) throws IOException {
        return new DeidentificationKey(Files.readAllBytes(file));
    }

    /** What stands for a patient's key outside the hospital's own records: 16 hexadecimal digits of its keyed digest. */
    public String pseudonym(String patientKey) {
        return HexFormat.of().formatHex(digest("patient", patientKey)).substring(0, PSEUDONYM_DIGITS);
    }

    /** Tells this key from others, and nothing else of it. */
    public String check() {
        return pseudonym("residency key check");
    }

    /** 32 bytes that only this key makes of these parts. */
    byte[] digest(String... parts) {
        Mac mac;
        try {
            mac = (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime's HMAC-SHA-256 cannot be copied, as the JDK's can", e);
        }
        for (String part : parts) {
            mac.update(part.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
        }
        return mac.doFinal();
    }
}
