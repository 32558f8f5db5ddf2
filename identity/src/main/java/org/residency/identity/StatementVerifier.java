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
        String name = signed.statement().signer();
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
        if (!signer.keyFingerprint().equals(signed.keyFingerprint())) {
            return new Verification.Refused("the statement was signed with the key "
                    + abbreviated(signed.keyFingerprint()) + ", but " + name + " is registered with "
                    + abbreviated(signer.keyFingerprint()));
        }
        return isSignedBy(signer, signed)
                ? new Verification.Verified(signer)
                : new Verification.Refused("the signature is not that of " + name
                        + " on this statement: the statement was changed after it was signed, or signed by another");
    }

    private static boolean isSignedBy(Person signer, SignedStatement signed) {
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(signed.signature());
        } catch (IllegalArgumentException e) {
            return false;
        }
        return Ed25519.verifies(
                Ed25519.publicKey(signer.publicKey()), CanonicalStatement.bytes(signed.statement()), signature);
    }

    private static String abbreviated(String fingerprint) {
        return fingerprint.length() > 12 ? fingerprint.substring(0, 12) : fingerprint;
    }
}
