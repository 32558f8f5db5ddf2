package org.residency.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "grpo",
        description = {
            "Train an adapter on rewards: rounds of sampling answers to cases, rewarding them and updating the adapter.",
            "The output folder gets checkpoints, metrics.jsonl and, at the end, adapter/. Ctrl-C finishes the step, writes a"
                    + " checkpoint and says how to go on."
        })
final class TrainGrpoCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "YAML; see docs/training.md.")
    private Path settings;

    @Option(names = "--resume", description = "Go on from what the output folder holds.")
    private boolean resume;

    TrainGrpoCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return new TrainingSession(context.terminal(), "grpo", settings).train(GrpoRun::new, resume);
    }
}
