package org.residency.cli;

import java.util.logging.LogManager;
import org.residency.cli.basemodel.BaseModelCommand;
import org.residency.cli.learning.BenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code residency} command. */
@Command(
        name = "residency",
        version = "residency 0.1.0",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        description = {
            "Retrains a medical reasoning model inside a hospital's own walls.",
            "",
            "Start with 'residency demo': a whole run on fictional notes, from the notes to an answer of the model that was"
                    + " just trained and signed."
        },
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; for a run, its signed model is in service",
            "1:a fault: something broke or did not answer",
            "2:bad input or usage",
            "3:a result that is a no: gate closed or inconclusive, sign-off refused or expired, run cancelled"
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            RunCommand.class,
            RunsCommand.class,
            ScheduleCommand.class,
            WatchCommand.class,
            SignOffCommand.class,
            ReportCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            CancelCommand.class,
            RollbackCommand.class,
            HousekeepingCommand.class,
            AskCommand.class,
            KeysCommand.class,
            DemoDataCommand.class,
            BaseModelCommand.class,
            BenchCommand.class,
            DeidentifyCommand.class,
            VerifyReviewCommand.class,
            DataCommand.class,
            VerifyModelCommand.class,
            GenerateCommand.class,
            EvaluateCommand.class,
            MergeCommand.class,
            TrainCommand.class,
            ExportCommand.class,
            DoctorCommand.class,
            TemporalCommand.class,
            SuperviseCommand.class
        })
public final class Residency implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the details of a fault.")
    private boolean verbose;

    private Residency() {}

    public static void main(String[] arguments) {
        // Libraries log by java.util.logging; a command's own words are all that a person should see.
        LogManager.getLogManager().reset();
        System.exit(run(Context.ofProcess(System.getenv()), arguments));
    }

    static int run(Context context, String... arguments) {
        return commandLine(context).execute(arguments);
    }

    static CommandLine commandLine(Context context) {
        Residency residency = new Residency();
        CommandLine commandLine = new CommandLine(residency, new CommandFactory(context));
        Faults faults = new Faults(context, () -> residency.verbose);
        return commandLine
                .setOut(context.terminal().outWriter())
                .setErr(context.terminal().errWriter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpLongOptionsMaxWidth(32)
                .setExecutionExceptionHandler(faults)
                .setParameterExceptionHandler(faults)
                .setExitCodeExceptionMapper(faults);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: a command is missing");
    }
}
