package org.residency.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.residency.cli.exit.CommandException;
import org.residency.cli.terminal.Terminal;
import org.residency.dataset.CleaningPolicy;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ColumnMap;
import org.residency.dataset.DatasetBuilder;
import org.residency.dataset.PreparedDataset;
import org.residency.dataset.SplitName;
import org.residency.dataset.SplitPolicy;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.ExampleMemory;
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
public final class SftRun {
    private static final List<String> ADAPTER = List.of("adapter_model.safetensors", "adapter_config.json");
    private static final double SIMILARITY = 0.8;

    private final Path settingsFile;
    private final TrainingSettings settings;
    private final Terminal terminal;
    private final AtomicBoolean stop;

    /** @param stop set to true to have a checkpoint written and the training ended after the step that is under way */
    public SftRun(Path settingsFile, Terminal terminal, AtomicBoolean stop) {
        this.settingsFile = settingsFile.toAbsolutePath();
        this.settings = TrainingSettingsFile.read(settingsFile);
        this.terminal = terminal;
        this.stop = stop;
    }

    /**
     * Trains to the end, or until it is to stop.
     *
     * @param resume go on from the output folder's newest checkpoint
     */
    public SftResult train(boolean resume) throws IOException {
        Path output = path(settings.output());
        Path checkpoints = output.resolve("checkpoints");
        Optional<Checkpoint> newest = Checkpoint.newest(checkpoints);
        if (newest.isPresent() && !resume) {
            throw CommandException.badInput("output: " + newest.get().folder()
                    + " is there already; say --resume to go on from it, or name another folder");
        }
        PreparedDataset data = new DatasetBuilder(
                        ColumnMap.byName(),
                        CleaningPolicy.standard(),
                        new SplitPolicy(settings.validationShare(), 0, seed(), SIMILARITY))
                .build(path(settings.data()));
        try (LanguageModel model = LanguageModel.load(path(settings.baseModel()), options())) {
            SftSettings sft = sft(model.config().contextLength());
            TrainingGuard guard = guard();
            LoraSettings lora = lora();
            ExampleSet training = examples(data, SplitName.TRAIN, model, sft);
            ExampleSet validation = examples(data, SplitName.VALIDATION, model, sft);
            if (training.examples().isEmpty()) {
                throw CommandException.badInput("data: " + settings.data() + ": none of "
                        + data.parts().get(SplitName.TRAIN).size() + " cases fits " + sft.maxTokens()
                        + " tokens; raise sft.maxTokens");
            }
            MemoryPlan plan = memory(model, lora, sft, guard).plan();
            terminal.line(String.format(
                    Locale.ROOT,
                    "%d cases to learn from (%d shortened, %d too long), %d to validate with",
                    training.examples().size(),
                    training.shortened(),
                    training.dropped(),
                    validation.examples().size()));
            terminal.line("memory: at most " + plan.describe());
            Files.createDirectories(output);
            int from = newest.map(checkpoint -> checkpoint.state().step()).orElse(0);
            SftResult result = new SftTrainer(model.transformer(), lora, sft, guard)
                    .train(
                            training.examples(),
                            validation.examples(),
                            newest.map(Checkpoint::folder),
                            checkpoints,
                            new Progress(terminal, new MetricsFile(output, from), plan, stop));
            if (!result.drained()) {
                copyAdapter(result.folder(), output.resolve("adapter"));
            }
            return result;
        }
    }

    /** Where the adapter of a training that ended lies. */
    public Path adapter() {
        return path(settings.output()).resolve("adapter");
    }

    private static ExampleMemory memory(LanguageModel model, LoraSettings lora, SftSettings sft, TrainingGuard guard) {
        return SftMemory.atMost(MemoryPlanner.of(model.transformer()), lora, sft, guard);
    }

    private ExampleSet examples(PreparedDataset data, SplitName part, LanguageModel model, SftSettings sft) {
        List<ClinicalCase> cases = data.parts().getOrDefault(part, List.of());
        return ExampleSet.of(
                cases.stream()
                        .map(one -> new ExampleSet.Lesson(one.question(), one.reasoning(), one.answer()))
                        .toList(),
                model.reasoningFormat(),
                model.tokenizer(),
                sft.maxTokens());
    }

    private long seed() {
        return Optional.ofNullable(settings.sft().seed())
                .orElse(SftSettings.defaults().seed());
    }

    private SftSettings sft(int contextLength) {
        try {
            return settings.sft().engine(contextLength);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--settings: " + settingsFile + ": sft: " + e.getMessage(), e);
        }
    }

    private TrainingGuard guard() {
        try {
            return settings.sft().guard();
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--settings: " + settingsFile + ": sft: " + e.getMessage(), e);
        }
    }

    private LoraSettings lora() {
        try {
            return settings.lora().engine();
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--settings: " + settingsFile + ": lora: " + e.getMessage(), e);
        }
    }

    private LoadOptions options() {
        try {
            return settings.options();
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--settings: " + settingsFile + ": " + e.getMessage(), e);
        }
    }

    private Path path(String named) {
        return settingsFile.resolveSibling(named);
    }

    private static void copyAdapter(Path checkpoint, Path target) throws IOException {
        Files.createDirectories(target);
        for (String file : ADAPTER) {
            Files.copy(checkpoint.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
