package org.residency.cli;

import java.util.logging.LogManager;
import org.residency.cli.basemodel.BaseModelCommand;
import org.residency.cli.context.Context;
import org.residency.cli.data.DataCommand;
import org.residency.cli.deidentify.DeidentifyCommand;
import org.residency.cli.deidentify.VerifyReviewCommand;
import org.residency.cli.demo.DemoCommand;
import org.residency.cli.demo.DemoDataCommand;
import org.residency.cli.doctor.DoctorCommand;
import org.residency.cli.learning.BenchCommand;
import org.residency.cli.model.EvaluateCommand;
import org.residency.cli.model.ExportCommand;
import org.residency.cli.model.GenerateCommand;
import org.residency.cli.model.MergeCommand;
import org.residency.cli.model.VerifyModelCommand;
import org.residency.cli.people.KeysCommand;
import org.residency.cli.run.AskCommand;
import org.residency.cli.run.CancelCommand;
import org.residency.cli.run.HousekeepingCommand;
import org.residency.cli.run.PauseCommand;
import org.residency.cli.run.ReportCommand;
import org.residency.cli.run.ResumeCommand;
import org.residency.cli.run.RollbackCommand;
import org.residency.cli.run.RunCommand;
import org.residency.cli.run.RunsCommand;
import org.residency.cli.run.ScheduleCommand;
import org.residency.cli.run.WatchCommand;
import org.residency.cli.services.DownCommand;
import org.residency.cli.services.StatusCommand;
import org.residency.cli.services.SuperviseCommand;
import org.residency.cli.services.TemporalCommand;
import org.residency.cli.services.UpCommand;
import org.residency.cli.signoff.SignOffCommand;
import org.residency.cli.train.TrainCommand;
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
