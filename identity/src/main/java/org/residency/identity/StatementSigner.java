package org.residency.identity;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;

/** Signs statements, reviews, withdrawals and passes with one person's key. */
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
        requireOwn("signer", statement.signer());
        byte[] signature = Ed25519.sign(key, CanonicalStatement.bytes(statement));
        return new SignedStatement(
                statement, person.keyFingerprint(), Base64.getEncoder().encodeToString(signature));
    }

    /**
     * Signs a review.
     *
     * @throws IllegalArgumentException if it names another reviewer
     */
    public SignedReview sign(ReviewStatement review) {
        requireOwn("reviewer", review.reviewer());
        byte[] signature = Ed25519.sign(key, CanonicalStatement.bytes(review));
        return new SignedReview(
                review, person.keyFingerprint(), Base64.getEncoder().encodeToString(signature));
    }

    /**
     * Signs a patient's withdrawal.
     *
     * @throws IllegalArgumentException if it names another steward
     */
    public SignedWithdrawal sign(WithdrawalStatement withdrawal) {
        requireOwn("steward", withdrawal.steward());
        byte[] signature = Ed25519.sign(key, CanonicalStatement.bytes(withdrawal));
        return new SignedWithdrawal(
                withdrawal, person.keyFingerprint(), Base64.getEncoder().encodeToString(signature));
    }

    private void requireOwn(String field, String name) {
        if (!name.equals(person.name())) {
            throw new IllegalArgumentException(
                    field + ": found " + name + ", expected " + person.name() + ", whose key this is");
        }
    }

    /** A pass in the person's name, as text to be shown; see {@link Pass}. */
    public String pass(Instant until) {
        Pass pass = new Pass(person.name(), until);
        return pass.signed(Ed25519.sign(key, pass.bytes()));
    }
}
