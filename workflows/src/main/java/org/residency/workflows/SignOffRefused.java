package org.residency.workflows;

import org.residency.activities.RunId;

/**
 * A statement that is refused before anything is recorded. One subclass a reason: thrown in an update's validator, its
 * class name is all that reaches the client as the failure's type.
 */
public abstract sealed class SignOffRefused extends RuntimeException {

    private SignOffRefused(String message) {
        super(message);
    }

    /** The run does not wait for a sign-off: not yet, or no longer. */
    public static final class NothingWaits extends SignOffRefused {
        NothingWaits(RunId run, String why) {
            super("run " + run + ": found no sign-off that waits (" + why
                    + "), expected one; look at the run's status");
        }
    }

    /** The statement is about another run. */
    public static final class OtherRun extends SignOffRefused {
        OtherRun(String found, RunId expected) {
            super("run: found '" + found + "', expected '" + expected + "'; send the statement to the run it is about");
        }
    }

    /** What was read and signed is not what this run would put to service. */
    public static final class StaleDigest extends SignOffRefused {
        StaleDigest(String field, String found, String expected) {
            super(field + ": found " + found + ", expected " + expected
                    + "; read the present evaluation and sign that");
        }
    }

    /** Nobody signs off their own request. */
    public static final class SignerIsRequester extends SignOffRefused {
        SignerIsRequester(String signer) {
            super("signer: found '" + signer + "', who requested the run; expected another clinician");
        }
    }

    /** One clinician, one statement. */
    public static final class SignedAlready extends SignOffRefused {
        SignedAlready(String signer) {
            super("signer: found '" + signer + "', who has signed already; expected another clinician");
        }
    }

    /** The signer may not sign, or signed with a key that is not theirs. */
    public static final class NoRight extends SignOffRefused {
        public NoRight(String message) {
            super(message);
        }
    }
}
