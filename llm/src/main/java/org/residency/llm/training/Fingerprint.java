package org.residency.llm.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.residency.llm.tokenizer.TokenIds;

/** A SHA-256 in the making, over what makes two trainings the same. */
public final class Fingerprint {
    private final MessageDigest sha;

    public Fingerprint() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public Fingerprint add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        sha.update(bytes);
        return this;
    }

    public Fingerprint add(TokenIds tokens) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * tokens.size()).putInt(tokens.size());
        for (int id : tokens.toArray()) {
            bytes.putInt(id);
        }
        sha.update(bytes.flip());
        return this;
    }

    /** 64 hexadecimal digits; this object is spent. */
    public String finish() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
