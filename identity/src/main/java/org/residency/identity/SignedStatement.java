package org.residency.identity;

import java.util.Objects;

/**
 * A statement and its signature.
 *
 * @param keyFingerprint SHA-256 of the signer's public key (X.509 encoding), hexadecimal
 * @param signature Ed25519 signature of the statement's canonical bytes, Base64
 */
public record SignedStatement(Statement statement, String keyFingerprint, String signature) {

    public SignedStatement {
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(keyFingerprint, "keyFingerprint");
        Objects.requireNonNull(signature, "signature");
    }
}
