package org.residency.cli.exit;

/** What the command tells the shell. */
public enum ExitCode {
    /** Done; for a run, the signed model is in service. */
    DONE(0),
    /** A fault: something broke, or did not answer. */
    FAULT(1),
    /** Bad input or usage: a file, field or flag is not what it must be. */
    BAD_INPUT(2),
    /** A result that is a no: gate closed or inconclusive, sign-off refused or expired. */
    REFUSED(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
