package org.residency.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "dpo",
        description = {
            "Train an adapter on preferences, such as clinicians' edits: JSON Lines of prompt, chosen and rejected.",
            "The output folder gets checkpoints, metrics.jsonl and, at the end, adapter/. Ctrl-C finishes the step, writes a"
                    + " checkpoint and says how to go on."
        })
final class TrainDpoCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "YAML; see docs/training.md.")
    private Path settings;

    @Option(names = "--resume", description = "Go on from what the output folder holds.")
    private boolean resume;

    TrainDpoCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return new TrainingSession(context.terminal(), "dpo", settings).train(DpoRun::new, resume);
    }
}
