package org.residency.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.residency.cli.exit.CommandException;
import org.residency.cli.terminal.Terminal;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.PreparedDataset;
import org.residency.dataset.SplitName;
import org.residency.llm.LanguageModel;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.sft.ExampleSet;
import org.residency.llm.sft.SftMemory;
import org.residency.llm.sft.SftResult;
import org.residency.llm.sft.SftSettings;
import org.residency.llm.sft.SftTrainer;
import org.residency.llm.training.Checkpoint;
import org.residency.llm.training.TrainingGuard;

/** A supervised fine-tuning from a settings file: data, model, trainer, and what they leave in the output folder. */
public final class SftRun implements OfflineTraining {
    private final TrainingInputs inputs;
    private final Terminal terminal;
    private final BooleanSupplier stop;

    /** @param stop says true to have a checkpoint written and the training ended after the step that is under way */
    public SftRun(Path settingsFile, Terminal terminal, BooleanSupplier stop) {
        this.inputs = new TrainingInputs(settingsFile);
        this.terminal = terminal;
        this.stop = stop;
    }

    @Override
    public Ended train(boolean resume) throws IOException {
        Path checkpoints = inputs.output().resolve("checkpoints");
        Optional<Checkpoint> newest = inputs.newest(checkpoints, resume);
        PreparedDataset data = inputs.cases();
        try (LanguageModel model = inputs.model()) {
            SftSettings sft = inputs.checked(
                    "sft", () -> inputs.settings().sft().engine(model.config().contextLength()));
            TrainingGuard guard =
                    inputs.checked("sft", () -> inputs.settings().sft().guard());
            LoraSettings lora = inputs.lora();
            ExampleSet training = examples(data, SplitName.TRAIN, model, sft);
            ExampleSet validation = examples(data, SplitName.VALIDATION, model, sft);
            if (training.examples().isEmpty()) {
                throw CommandException.badInput("data: " + inputs.data() + ": none of "
                        + data.parts().get(SplitName.TRAIN).size() + " cases fits " + sft.maxTokens()
                        + " tokens; raise sft.maxTokens");
            }
            MemoryPlan plan = SftMemory.atMost(MemoryPlanner.of(model.transformer()), lora, sft, guard)
                    .plan();
            terminal.line(String.format(
                    Locale.ROOT,
                    "%d cases to learn from (%d shortened, %d too long), %d to validate with",
                    training.examples().size(),
                    training.shortened(),
                    training.dropped(),
                    validation.examples().size()));
            terminal.line("memory: at most " + plan.describe());
            Files.createDirectories(inputs.output());
            int from = newest.map(checkpoint -> checkpoint.state().step()).orElse(0);
            SftResult result = new SftTrainer(model.transformer(), lora, sft, guard)
                    .train(
                            training.examples(),
                            validation.examples(),
                            newest.map(Checkpoint::folder),
                            checkpoints,
                            new Progress(terminal, new MetricsFile(inputs.output(), "step", from), plan, stop));
            Ended ended = new Ended(
                    result.steps(),
                    result.totalSteps(),
                    "step",
                    result.drained(),
                    String.format(Locale.ROOT, "loss %.4f", result.finalLoss()),
                    inputs.adapter());
            if (!ended.drained()) {
                inputs.keepAdapter(result.folder(), "sft", training.examples().size(), ended);
            }
            return ended;
        }
    }

    private static ExampleSet examples(PreparedDataset data, SplitName part, LanguageModel model, SftSettings sft) {
        List<ClinicalCase> cases = data.parts().getOrDefault(part, List.of());
        return ExampleSet.of(
                cases.stream()
                        .map(one -> new ExampleSet.Lesson(one.question(), one.reasoning(), one.answer()))
                        .toList(),
                model.reasoningFormat(),
                model.tokenizer(),
                sft.maxTokens());
    }
}
