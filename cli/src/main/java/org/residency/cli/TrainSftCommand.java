package org.residency.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Terminal;
import org.residency.cli.train.SftRun;
import org.residency.llm.sft.SftResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "sft",
        description = {
            "Fine-tune an adapter on cases (question, reasoning, answer).",
            "The output folder gets checkpoints, metrics.jsonl and, at the end, adapter/. Ctrl-C finishes the step, writes a"
                    + " checkpoint and says how to go on."
        })
final class TrainSftCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "YAML; see docs/models.md.")
    private Path settings;

    @Option(names = "--resume", description = "Go on from the output folder's newest checkpoint.")
    private boolean resume;

    TrainSftCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = context.terminal();
        AtomicBoolean stop = new AtomicBoolean();
        SftRun run = new SftRun(settings, terminal, stop);
        CountDownLatch ended = new CountDownLatch(1);
        try (Interruption interruption = Interruption.does(() -> {
            stop.set(true);
            await(ended);
        })) {
            SftResult result = run.train(resume);
            terminal.clearLive();
            if (result.drained()) {
                terminal.line("stopped after step " + result.steps() + " of " + result.totalSteps()
                        + "; go on with: residency train sft --settings " + settings + " --resume");
            } else {
                terminal.line(String.format(
                        Locale.ROOT,
                        "%s %d steps, loss %.4f · %s",
                        terminal.tick(),
                        result.steps(),
                        result.finalLoss(),
                        run.adapter()));
            }
            return ExitCode.DONE.number();
        } finally {
            ended.countDown();
        }
    }

    /** The process must not end before the checkpoint is whole. */
    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
