package org.residency.cli.services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "temporal",
        description = "Bring the real Temporal server to this machine.",
        subcommands = TemporalCommand.Install.class)
public final class TemporalCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: 'temporal install'");
    }

    @Command(
            name = "install",
            description = "Put the 'temporal' program, with the real server and its UI, into the data folder.")
    static final class Install implements Callable<Integer> {

        private final Context context;

        @Option(
                names = "--from",
                paramLabel = "SOURCE",
                description =
                        "download (the official build) or go (go install, where Go is there); download unless told,"
                                + " then go where that fails.")
        private TemporalProgram.Source source;

        @Option(
                names = "--release",
                defaultValue = "1.5.1",
                paramLabel = "X.Y.Z",
                description = "Version of the temporal command line; ${DEFAULT-VALUE} unless told.")
        private String release;

        Install(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path program = new TemporalProgram(context.home(), context.terminal()).install(source, release);
            context.terminal().line(program + " is there; the next ./residency up uses it.");
            return ExitCode.DONE.number();
        }
    }
}
