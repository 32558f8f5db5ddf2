package org.residency.cli.exit;

import java.util.Objects;

/** Ends a command with one message for a person and an exit code for the shell; no stack trace is shown. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    private CommandException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = Objects.requireNonNull(exitCode, "exitCode");
    }

    /** @param message names the file, field or flag, what was found, what was expected, and what to do */
    public static CommandException badInput(String message) {
        return new CommandException(ExitCode.BAD_INPUT, message, null);
    }

    public static CommandException badInput(String message, Throwable cause) {
        return new CommandException(ExitCode.BAD_INPUT, message, cause);
    }

    /** @param message says what broke, and what to do */
    public static CommandException fault(String message) {
        return new CommandException(ExitCode.FAULT, message, null);
    }

    public static CommandException fault(String message, Throwable cause) {
        return new CommandException(ExitCode.FAULT, message, cause);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
