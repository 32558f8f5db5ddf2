package org.residency.cli.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;
import org.residency.llm.gguf.GgufExport;
import org.residency.llm.gguf.GgufType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "gguf",
        description = {
            "Write a model folder, with or without an adapter, as one file that llama.cpp loads.",
            "Weights are read, rounded and written some rows at a time, so memory does not grow with the model."
        })
final class GgufCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--base-model", required = true, paramLabel = "DIR", description = "The model's folder.")
    private Path baseModel;

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "An adapter in PEFT's layout, added to the weights in float32 before they are rounded.")
    private Path adapter;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file; must not be there.")
    private Path out;

    @Option(
            names = "--type",
            defaultValue = "Q8_0",
            paramLabel = "TYPE",
            description = "F16, Q8_0 or Q4_K_M; ${DEFAULT-VALUE} unless told.")
    private String type;

    GgufCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        GgufType wanted = type();
        if (Files.exists(out)) {
            throw CommandException.badInput("--out: " + out + " is there already; name a file that is not");
        }
        Path file = out.toAbsolutePath();
        if (!Files.isDirectory(file.getParent())) {
            throw CommandException.badInput("--out: the folder " + file.getParent() + " does not exist; make it first");
        }
        Terminal terminal = context.terminal();
        int[] tensors = new int[1];
        new GgufExport(baseModel, Optional.ofNullable(adapter)).write(file, wanted, (done, all) -> {
            tensors[0] = all;
            terminal.live("exporting " + terminal.bar((double) done / all) + " " + done + " of " + all + " tensors");
        });
        terminal.clearLive();
        terminal.line(
                terminal.tick() + " " + Amount.of(tensors[0], "tensor", "tensors") + " as " + wanted + " · " + out);
        return ExitCode.DONE.number();
    }

    private GgufType type() {
        try {
            return GgufType.named(type);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--type: " + e.getMessage(), e);
        }
    }
}
