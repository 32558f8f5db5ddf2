package org.residency.identity;

import java.util.Optional;

/** What became of the check of a signed statement. */
public sealed interface Verification {

    /** The signature is the signer's, and they may sign. */
    record Verified(Person signer) implements Verification {
        @Override
        public Optional<String> refusal() {
            return Optional.empty();
        }
    }

    /**
     * The statement does not count.
     *
     * @param reason a sentence for the one who signed
     */
    record Refused(String reason) implements Verification {
        @Override
        public Optional<String> refusal() {
            return Optional.of(reason);
        }
    }

    /** Why the statement does not count; empty if it does. */
    Optional<String> refusal();
}
