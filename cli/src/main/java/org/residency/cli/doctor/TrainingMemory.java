package org.residency.cli.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.residency.cli.exit.CommandException;
import org.residency.cli.train.GrpoSection;
import org.residency.cli.train.TrainingSettings;
import org.residency.cli.train.TrainingSettingsFile;
import org.residency.llm.LoadOptions;
import org.residency.llm.dpo.DpoMemory;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.grpo.GrpoMemory;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.ExampleMemory;
import org.residency.llm.memory.FreeMemory;
import org.residency.llm.memory.MemoryGuard.Alternative;
import org.residency.llm.memory.MemoryPart;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.sft.SftMemory;

/**
 * What a training needs of memory, part by part, from its settings and the model's config alone: of each of {@code sft},
 * {@code grpo} and {@code dpo} that the file has settings for, of {@code sft} where it has for none.
 */
public final class TrainingMemory {
    private final Path settingsFile;
    private final TrainingSettings settings;
    private final Path baseModel;

    /** One kind of work, with what it would need with other settings. */
    private record Work(String name, MemoryPlan plan, Stream<Alternative> alternatives) {
        static Work of(String name, ExampleMemory memory) {
            return new Work(name, memory.plan(), memory.alternatives());
        }
    }

    /** @param baseModel in place of the settings' own */
    public TrainingMemory(Path settingsFile, Optional<Path> baseModel) {
        this.settingsFile = settingsFile;
        this.settings = TrainingSettingsFile.read(settingsFile);
        this.baseModel = baseModel.orElseGet(() -> settingsFile.toAbsolutePath().resolveSibling(settings.baseModel()));
    }

    public List<Finding> findings() {
        ModelConfig config = ModelConfig.read(baseModel.resolve(ModelFolder.CONFIG));
        LoadOptions options;
        List<Work> works;
        try {
            options = settings.options();
            works = works(
                    config, new MemoryPlanner(config, options.computeType(), options.quantization(), options.device()));
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--settings: " + settingsFile + ": " + e.getMessage(), e);
        }
        OptionalLong free = FreeMemory.ofThisMachine().bytes(options.device(), 0);
        return works.stream().flatMap(work -> findings(work, free).stream()).toList();
    }

    private List<Work> works(ModelConfig config, MemoryPlanner planner) {
        List<String> sections = TrainingSettingsFile.trainings(settingsFile);
        LoraSettings lora = settings.lora().engine();
        List<Work> works = new ArrayList<>();
        if (sections.contains("sft") || sections.isEmpty()) {
            works.add(Work.of(
                    "sft",
                    SftMemory.atMost(
                            planner,
                            lora,
                            settings.sft().engine(config.contextLength()),
                            settings.sft().guard())));
        }
        if (sections.contains("grpo")) {
            works.add(sampling(planner, lora));
            GrpoSection grpo = settings.grpo();
            GrpoMemory update = GrpoMemory.atMost(
                    planner, lora, grpo.engine(0), grpo.guard(), grpo.maxPromptTokens(), grpo.maxCompletionTokens());
            works.add(new Work("grpo update", update.plan(), update.alternatives()));
        }
        if (sections.contains("dpo")) {
            works.add(Work.of(
                    "dpo",
                    DpoMemory.atMost(
                            planner,
                            lora,
                            settings.dpo().engine(config.contextLength()),
                            settings.dpo().guard())));
        }
        return works;
    }

    private Work sampling(MemoryPlanner planner, LoraSettings lora) {
        GrpoSection grpo = settings.grpo();
        Stream<Alternative> fewer = Stream.iterate(
                        grpo.sequences() / 2, count -> count >= grpo.groupSize(), count -> count / 2)
                .map(count -> new Alternative("grpo.sequences " + count, sampling(planner, lora, count)));
        return new Work("grpo sampling", sampling(planner, lora, grpo.sequences()), fewer);
    }

    private MemoryPlan sampling(MemoryPlanner planner, LoraSettings lora, int sequences) {
        GrpoSection grpo = settings.grpo();
        return planner.generation(
                lora,
                true,
                Math.max(1, sequences / grpo.groupSize()),
                sequences,
                grpo.maxPromptTokens(),
                grpo.maxCompletionTokens());
    }

    private static List<Finding> findings(Work work, OptionalLong free) {
        MemoryPlan plan = work.plan();
        List<Finding> findings = new ArrayList<>();
        for (MemoryPart part : MemoryPart.values()) {
            if (plan.bytes(part) > 0) {
                findings.add(Finding.good(work.name() + ": " + part.title(), MemoryPlan.gigabytes(plan.bytes(part))));
            }
        }
        String subject = work.name() + ": free";
        String needed = MemoryPlan.gigabytes(plan.total()) + " in all";
        if (free.isEmpty()) {
            findings.add(Finding.fair(subject, "unknown; " + needed, "look whether the device has that"));
        } else if (plan.total() <= free.getAsLong()) {
            findings.add(Finding.good(subject, MemoryPlan.gigabytes(free.getAsLong()) + "; " + needed));
        } else {
            findings.add(Finding.bad(
                    subject,
                    MemoryPlan.gigabytes(free.getAsLong()) + "; " + needed,
                    nearest(work.alternatives(), free.getAsLong())));
        }
        return findings;
    }

    private static String nearest(Stream<Alternative> alternatives, long free) {
        return alternatives
                .filter(other -> other.plan().total() <= free)
                .map(Alternative::settings)
                .findFirst()
                .map(fits -> "what fits: " + fits)
                .orElse("no setting fits; take a smaller base model or a larger device");
    }
}
