package org.residency.cli.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.residency.cli.exit.CommandException;
import org.residency.cli.train.TrainingSettings;
import org.residency.cli.train.TrainingSettingsFile;
import org.residency.llm.LoadOptions;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.memory.ExampleMemory;
import org.residency.llm.memory.FreeMemory;
import org.residency.llm.memory.MemoryGuard;
import org.residency.llm.memory.MemoryPart;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.sft.SftMemory;

/** What a training needs of memory, part by part, from its settings and the model's config alone. */
public final class TrainingMemory {
    private final Path settingsFile;
    private final TrainingSettings settings;
    private final Path baseModel;

    /** @param baseModel in place of the settings' own */
    public TrainingMemory(Path settingsFile, Optional<Path> baseModel) {
        this.settingsFile = settingsFile;
        this.settings = TrainingSettingsFile.read(settingsFile);
        this.baseModel = baseModel.orElseGet(() -> settingsFile.toAbsolutePath().resolveSibling(settings.baseModel()));
    }

    public List<Finding> findings() {
        ModelConfig config = ModelConfig.read(baseModel.resolve(ModelFolder.CONFIG));
        LoadOptions options;
        ExampleMemory memory;
        try {
            options = settings.options();
            memory = SftMemory.atMost(
                    new MemoryPlanner(config, options.computeType(), options.quantization(), options.device()),
                    settings.lora().engine(),
                    settings.sft().engine(config.contextLength()),
                    settings.sft().guard());
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--settings: " + settingsFile + ": " + e.getMessage(), e);
        }
        MemoryPlan plan = memory.plan();
        List<Finding> findings = new ArrayList<>();
        for (MemoryPart part : MemoryPart.values()) {
            if (plan.bytes(part) > 0) {
                findings.add(Finding.good(part.title(), MemoryPlan.gigabytes(plan.bytes(part))));
            }
        }
        OptionalLong free = FreeMemory.ofThisMachine().bytes(options.device(), 0);
        String needed = MemoryPlan.gigabytes(plan.total()) + " in all";
        if (free.isEmpty()) {
            findings.add(Finding.fair("free", "unknown; " + needed, "look whether the device has that"));
        } else if (plan.total() <= free.getAsLong()) {
            findings.add(Finding.good("free", MemoryPlan.gigabytes(free.getAsLong()) + "; " + needed));
        } else {
            findings.add(Finding.bad(
                    "free", MemoryPlan.gigabytes(free.getAsLong()) + "; " + needed, nearest(memory, free.getAsLong())));
        }
        return findings;
    }

    private static String nearest(ExampleMemory memory, long free) {
        return memory.alternatives()
                .filter(other -> other.plan().total() <= free)
                .map(MemoryGuard.Alternative::settings)
                .findFirst()
                .map(fits -> "what fits: " + fits)
                .orElse("no setting fits; take a smaller base model or a larger device");
    }
}
