package org.residency.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.dataset.InvalidDatasetException;
import org.residency.deidentification.InvalidFileException;
import org.residency.identity.IdentityException;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.memory.MemoryShortageException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command into one message and an exit code; the details go to a log file. */
final class Faults implements IExecutionExceptionHandler, IParameterExceptionHandler, IExitCodeExceptionMapper {

    /** The libraries' own words for bad input. */
    private static final List<Class<? extends Exception>> INPUT = List.of(
            InvalidDatasetException.class,
            ModelFormatException.class,
            MemoryShortageException.class,
            InvalidFileException.class,
            IdentityException.class);

    private final Context context;
    private final BooleanSupplier verbose;

    Faults(Context context, BooleanSupplier verbose) {
        this.context = context;
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        context.terminal().error("residency: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
        e.getCommandLine().getErr().flush();
        context.terminal().error("See " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.BAD_INPUT.number();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parseResult) {
        ExitCode exitCode = exitCode(e);
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof CommandException || exitCode == ExitCode.BAD_INPUT) {
            context.terminal().error("residency: " + message);
            if (verbose.getAsBoolean()) {
                context.terminal().error(stackTrace(e));
            }
        } else if (verbose.getAsBoolean()) {
            context.terminal().error("residency: a fault: " + stackTrace(e));
        } else {
            context.terminal().error("residency: a fault: " + message + log(e));
        }
        return exitCode.number();
    }

    @Override
    public int getExitCode(Throwable e) {
        return exitCode(e).number();
    }

    private static ExitCode exitCode(Throwable e) {
        if (e instanceof CommandException ours) {
            return ours.exitCode();
        }
        boolean input = INPUT.stream().anyMatch(type -> type.isInstance(e));
        return input ? ExitCode.BAD_INPUT : ExitCode.FAULT;
    }

    /** Writes the details down where they can be. */
    private String log(Exception e) {
        Path file = context.home().log("cli");
        try {
            context.home().create(file.getParent());
            Files.writeString(
                    file,
                    Instant.now() + " " + stackTrace(e) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return ". The details are in " + file;
        } catch (IOException | RuntimeException unwritable) {
            return ". Run it again with --verbose for the details";
        }
    }

    private static String stackTrace(Exception e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
