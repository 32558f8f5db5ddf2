package org.residency.identity;

import java.util.Base64;
import java.util.Optional;

/** Checks signed statements against the register. */
public final class StatementVerifier {

    private final PeopleRegister register;

    public StatementVerifier(PeopleRegister register) {
        this.register = register;
    }

    /**
     * Checks that the signer is registered, has the role, and signed exactly this statement with their key.
     *
     * @throws IdentityException if the register cannot be read
     */
    public Verification verify(SignedStatement signed, Role role) {
        return verify(
                signed.statement().signer(),
                signed.keyFingerprint(),
                CanonicalStatement.bytes(signed.statement()),
                signed.signature(),
                role);
    }

    /**
     * Checks that the reviewer is registered, has the role, and signed exactly this review with their key.
     *
     * @throws IdentityException if the register cannot be read
     */
    public Verification verify(SignedReview signed, Role role) {
        return verify(
                signed.statement().reviewer(),
                signed.keyFingerprint(),
                CanonicalStatement.bytes(signed.statement()),
                signed.signature(),
                role);
    }

    /**
     * Checks that the steward is registered, has the role, and signed exactly this withdrawal with their key.
     *
     * @throws IdentityException if the register cannot be read
     */
    public Verification verify(SignedWithdrawal signed, Role role) {
        return verify(
                signed.statement().steward(),
                signed.keyFingerprint(),
                CanonicalStatement.bytes(signed.statement()),
                signed.signature(),
                role);
    }

    private Verification verify(String name, String keyFingerprint, byte[] statement, String signature, Role role) {
        if (!Person.isName(name)) {
            return new Verification.Refused("signer is not a person's name");
        }
        Optional<Person> registered = register.find(name);
        if (registered.isEmpty()) {
            return new Verification.Refused("signer " + name + " is not registered");
        }
        Person signer = registered.get();
        if (!signer.may(role)) {
            return new Verification.Refused(
                    "signer " + name + " has the roles " + signer.roles() + ", expected " + role);
        }
        if (!signer.keyFingerprint().equals(keyFingerprint)) {
            return new Verification.Refused("the statement was signed with the key " + abbreviated(keyFingerprint)
                    + ", but " + name + " is registered with " + abbreviated(signer.keyFingerprint()));
        }
        return isSignedBy(signer, statement, signature)
                ? new Verification.Verified(signer)
                : new Verification.Refused("the signature is not that of " + name
                        + " on this statement: the statement was changed after it was signed, or signed by another");
    }

    private static boolean isSignedBy(Person signer, byte[] statement, String encoded) {
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return Ed25519.verifies(Ed25519.publicKey(signer.publicKey()), statement, signature);
    }

    private static String abbreviated(String fingerprint) {
        return fingerprint.length() > 12 ? fingerprint.substring(0, 12) : fingerprint;
    }
}
