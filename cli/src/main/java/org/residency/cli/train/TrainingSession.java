package org.residency.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.residency.cli.context.Interruption;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;

/** An offline training that Ctrl-C ends with a checkpoint and the words to go on. */
final class TrainingSession {

    /** Makes the training that stops once its switch is on. */
    @FunctionalInterface
    interface Maker {
        OfflineTraining make(Path settings, Terminal terminal, BooleanSupplier stop);
    }

    private final Terminal terminal;
    private final String kind;
    private final Path settings;

    /** @param kind the subcommand's name */
    TrainingSession(Terminal terminal, String kind, Path settings) {
        this.terminal = terminal;
        this.kind = kind;
        this.settings = settings;
    }

    int train(Maker maker, boolean resume) throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        OfflineTraining training = maker.make(settings, terminal, stop::get);
        CountDownLatch over = new CountDownLatch(1);
        try (Interruption interruption = Interruption.does(() -> {
            stop.set(true);
            await(over);
        })) {
            Ended ended = training.train(resume);
            terminal.clearLive();
            if (ended.drained()) {
                terminal.line("stopped after " + ended.unit() + " " + ended.done() + " of " + ended.total()
                        + "; go on with: residency train " + kind + " --settings " + settings + " --resume");
            } else {
                terminal.line(terminal.tick() + " " + Amount.of(ended.done(), ended.unit(), ended.unit() + "s") + ", "
                        + ended.result() + " · " + ended.adapter());
            }
            return ExitCode.DONE.number();
        } finally {
            over.countDown();
        }
    }

    /** The process must not end before the checkpoint is whole. */
    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
