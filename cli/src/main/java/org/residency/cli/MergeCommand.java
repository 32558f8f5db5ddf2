package org.residency.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;
import org.residency.llm.lora.AdapterMerger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "merge",
        description =
                "Make a base model and an adapter one: W + scaling B A in float32, written in the base's types and shards,"
                        + " one tensor in memory at a time.")
final class MergeCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--base-model", required = true, paramLabel = "DIR", description = "The base model's folder.")
    private Path baseModel;

    @Option(names = "--adapter", required = true, paramLabel = "DIR", description = "The adapter's, in PEFT's layout.")
    private Path adapter;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The merged model's; must not be there.")
    private Path out;

    MergeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (Files.exists(out)) {
            throw CommandException.badInput("--out: " + out + " is there already; name a folder that is not");
        }
        Path parent = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(parent)) {
            throw CommandException.badInput("--out: the folder " + parent + " does not exist; make it first");
        }
        Terminal terminal = context.terminal();
        int[] tensors = new int[1];
        new AdapterMerger().merge(baseModel, adapter, out.toAbsolutePath(), (done, all) -> {
            tensors[0] = all;
            terminal.live("merging " + terminal.bar((double) done / all) + " " + done + " of " + all + " tensors");
        });
        terminal.clearLive();
        terminal.line(terminal.tick() + " " + Amount.of(tensors[0], "tensor", "tensors") + " · " + out);
        return ExitCode.DONE.number();
    }
}
