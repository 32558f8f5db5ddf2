package org.residency.identity;

import java.util.Objects;

/**
 * A review and its signature.
 *
 * @param keyFingerprint SHA-256 of the reviewer's public key (X.509 encoding), hexadecimal
 * @param signature Ed25519 signature of the review's canonical bytes, Base64
 */
public record SignedReview(ReviewStatement statement, String keyFingerprint, String signature) {

    public SignedReview {
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(keyFingerprint, "keyFingerprint");
        Objects.requireNonNull(signature, "signature");
    }
}
