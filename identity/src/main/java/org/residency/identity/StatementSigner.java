package org.residency.identity;

import java.security.PrivateKey;
import java.util.Base64;

/** Signs statements with one person's key. */
public final class StatementSigner {

    private final PrivateKey key;
    private final Person person;

    StatementSigner(PrivateKey key, Person person) {
        this.key = key;
        this.person = person;
    }

    /**
     * Signs.
     *
     * @throws IllegalArgumentException if the statement names another signer
     */
    public SignedStatement sign(Statement statement) {
        if (!statement.signer().equals(person.name())) {
            throw new IllegalArgumentException(
                    "signer: found " + statement.signer() + ", expected " + person.name() + ", whose key this is");
        }
        byte[] signature = Ed25519.sign(key, CanonicalStatement.bytes(statement));
        return new SignedStatement(
                statement, person.keyFingerprint(), Base64.getEncoder().encodeToString(signature));
    }
}
