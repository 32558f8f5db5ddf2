package org.residency.cli.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.card.ModelCard;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;
import org.residency.llm.lora.AdapterMerger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "merge",
        description = {
            "Make a base model and an adapter one: W + scaling B A in float32, written in the base's types and shards, one"
                    + " tensor in memory at a time.",
            "The folder also gets README.md, a model card with Hugging Face's front matter: base, adapter, digests, settings."
        })
public class MergeCommand implements Callable<Integer> {

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

    @Option(
            names = "--evaluation",
            paramLabel = "FILE",
            description = "Metrics for the card: a JSON object of numbers by their name.")
    private Path evaluation;

    @Option(names = "--license", paramLabel = "ID", description = "For the card, such as llama3.1; none unless told.")
    private String license;

    MergeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (Files.exists(out)) {
            throw CommandException.badInput("--out: " + out + " is there already; name a folder that is not");
        }
        Path folder = out.toAbsolutePath();
        if (!Files.isDirectory(folder.getParent())) {
            throw CommandException.badInput(
                    "--out: the folder " + folder.getParent() + " does not exist; make it first");
        }
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        if (Files.exists(unfinished)) {
            throw CommandException.badInput("--out: " + unfinished + " is left of an earlier merge; delete it");
        }
        // Before the work: what is wrong with an evaluation must not be told after it.
        String card =
                new ModelCard(baseModel, adapter, Optional.ofNullable(evaluation), Optional.ofNullable(license)).text();
        Terminal terminal = context.terminal();
        int[] tensors = new int[1];
        new AdapterMerger().merge(baseModel, adapter, unfinished, (done, all) -> {
            tensors[0] = all;
            terminal.live("merging " + terminal.bar((double) done / all) + " " + done + " of " + all + " tensors");
        });
        Files.writeString(unfinished.resolve(ModelCard.NAME), card);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        terminal.clearLive();
        terminal.line(terminal.tick() + " " + Amount.of(tensors[0], "tensor", "tensors") + " · " + out);
        return ExitCode.DONE.number();
    }
}
