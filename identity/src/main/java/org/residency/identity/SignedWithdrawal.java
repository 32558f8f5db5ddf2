package org.residency.identity;

import java.util.Objects;

/**
 * A withdrawal and its signature.
 *
 * @param keyFingerprint SHA-256 of the steward's public key (X.509 encoding), hexadecimal
 * @param signature Ed25519 signature of the statement's canonical bytes, Base64
 */
public record SignedWithdrawal(WithdrawalStatement statement, String keyFingerprint, String signature) {

    public SignedWithdrawal {
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(keyFingerprint, "keyFingerprint");
        Objects.requireNonNull(signature, "signature");
    }
}
