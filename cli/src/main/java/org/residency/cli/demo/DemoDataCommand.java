package org.residency.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.run.Approval;
import org.residency.cli.terminal.Amount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo-data",
        description =
                "Write fictional clinic notes as JSONL. The same seed and counts give the same file on every machine.")
public final class DemoDataCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.")
    private Path out;

    @Option(
            names = "--count",
            defaultValue = "2000",
            paramLabel = "N",
            description = "Notes; ${DEFAULT-VALUE} unless told.")
    private int count;

    @Option(
            names = "--held-out",
            paramLabel = "N",
            description = "How many of them are held out, made from other templates; a sixth unless told.")
    private Integer heldOut;

    @Option(names = "--seed", defaultValue = "7", paramLabel = "N", description = "${DEFAULT-VALUE} unless told.")
    private long seed;

    DemoDataCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        int held = heldOut == null ? Math.max(1, count / 6) : heldOut;
        if (count < 2) {
            throw CommandException.badInput("--count: found " + count + ", expected 2 or more");
        }
        if (held < 1 || held >= count) {
            throw CommandException.badInput(
                    "--held-out: found " + held + ", expected 1 to " + (count - 1) + ", fewer than --count");
        }
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || !Files.isDirectory(folder)) {
            throw CommandException.badInput("--out: found " + out + ", expected a file in a folder that exists");
        }
        new DemoNotes(seed, count - held, held).write(out);
        Approval.write(out, Approval.OF_DEMO_DATA);
        context.terminal()
                .line(out + ": " + Amount.of(count, "note", "notes") + ", " + Amount.of(held)
                        + " of them held out (seed " + seed + ")");
        return ExitCode.DONE.number();
    }
}
