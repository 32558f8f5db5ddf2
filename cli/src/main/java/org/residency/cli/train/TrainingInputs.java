package org.residency.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.residency.cli.card.TrainingRecord;
import org.residency.cli.exit.CommandException;
import org.residency.cli.review.FileDigest;
import org.residency.dataset.CleaningPolicy;
import org.residency.dataset.ColumnMap;
import org.residency.dataset.DatasetBuilder;
import org.residency.dataset.PreparedDataset;
import org.residency.dataset.SplitPolicy;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.sft.SftSettings;
import org.residency.llm.training.Checkpoint;

/** A settings file with the paths, data and model that it names. */
final class TrainingInputs {
    private static final List<String> ADAPTER = List.of("adapter_model.safetensors", "adapter_config.json");
    private static final double SIMILARITY = 0.8;

    private final Path file;
    private final TrainingSettings settings;

    TrainingInputs(Path file) {
        this.file = file.toAbsolutePath();
        this.settings = TrainingSettingsFile.read(file);
    }

    TrainingSettings settings() {
        return settings;
    }

    Path output() {
        return path(settings.output());
    }

    Path data() {
        return path(settings.data());
    }

    /** Where the adapter of a training that ended lies. */
    Path adapter() {
        return output().resolve("adapter");
    }

    /** The adapter to begin with, where one is named. */
    Optional<Path> start() {
        return Optional.ofNullable(settings.adapter()).map(this::path);
    }

    LanguageModel model() {
        LoadOptions options = checked("device, threads or baseQuantization", settings::options);
        return LanguageModel.load(path(settings.baseModel()), options);
    }

    LoraSettings lora() {
        return checked("lora", () -> settings.lora().engine());
    }

    /** The cases, divided; every kind of training divides them alike. */
    PreparedDataset cases() throws IOException {
        long seed = Optional.ofNullable(settings.sft().seed())
                .orElse(SftSettings.defaults().seed());
        return new DatasetBuilder(
                        ColumnMap.byName(),
                        CleaningPolicy.standard(),
                        new SplitPolicy(settings.validationShare(), 0, seed, SIMILARITY))
                .build(data());
    }

    /** The newest checkpoint to go on from; refuses to overwrite one that is not asked for. */
    Optional<Checkpoint> newest(Path checkpoints, boolean resume) {
        Optional<Checkpoint> newest = Checkpoint.newest(checkpoints);
        if (newest.isPresent() && !resume) {
            throw isThere(newest.get().folder());
        }
        return newest;
    }

    static CommandException isThere(Path found) {
        return CommandException.badInput(
                "output: " + found + " is there already; say --resume to go on from it, or name another folder");
    }

    /** What a section says, its refusal told with file and section. */
    <T> T checked(String section, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--settings: " + file + ": " + section + ": " + e.getMessage(), e);
        }
    }

    /**
     * Keeps the adapter of a checkpoint where the training's own lies, with what is known of how it was made.
     *
     * @param examples learned from
     */
    void keepAdapter(Path checkpoint, String kind, int examples, Ended ended) throws IOException {
        Files.createDirectories(adapter());
        for (String name : ADAPTER) {
            Files.copy(checkpoint.resolve(name), adapter().resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        new TrainingRecord(
                        kind,
                        path(settings.baseModel()).normalize().getFileName().toString(),
                        FileDigest.of(data()),
                        examples,
                        TrainingSettingsFile.given(file, List.of("lora", kind)),
                        ended.done(),
                        ended.unit(),
                        ended.result())
                .write(adapter());
    }

    private Path path(String named) {
        return file.resolveSibling(named);
    }
}
