package org.residency.cli.basemodel;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code residency base-model make}: the demo's base model from nothing. */
@Command(
        name = "make",
        description = {
            "Make the demo's base model: corpus, tokenizer, then training from nothing on one core.",
            "Takes about twenty minutes; a second making on the same kind of processor gives the same bytes."
        })
public final class MakeCommand implements Callable<Integer> {
    private static final int TOLD_EVERY_STEPS = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The model's folder, made where it is missing.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        PrintWriter writer = spec.commandLine().getOut();
        new BaseModelMaker().make(out, new Told(writer));
        writer.println(out + ": made");
        return 0;
    }

    private record Told(PrintWriter writer) implements TrainingListener {
        @Override
        public void onStep(StepMetrics metrics) {
            if (metrics.step() % TOLD_EVERY_STEPS == 0 || metrics.step() == metrics.totalSteps()) {
                writer.printf(
                        Locale.ROOT,
                        "step %d of %d, loss %.3f%n",
                        metrics.step(),
                        metrics.totalSteps(),
                        metrics.loss());
                writer.flush();
            }
        }
    }
}
