package org.residency.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.residency.cli.exit.CommandException;
import org.residency.cli.terminal.Terminal;
import org.residency.llm.LanguageModel;
import org.residency.llm.dpo.DpoMemory;
import org.residency.llm.dpo.DpoSettings;
import org.residency.llm.dpo.DpoTrainer;
import org.residency.llm.dpo.PreferencePair;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.tokenizer.ReasoningFormat;
import org.residency.llm.training.Checkpoint;
import org.residency.llm.training.RandomStream;
import org.residency.llm.training.TrainingGuard;
import org.residency.llm.training.TrainingLoop;

/** A training on preferences from a settings file. */
public final class DpoRun implements OfflineTraining {
    private final TrainingInputs inputs;
    private final Terminal terminal;
    private final BooleanSupplier stop;

    /** @param stop says true to have a checkpoint written and the training ended after the step that is under way */
    public DpoRun(Path settingsFile, Terminal terminal, BooleanSupplier stop) {
        this.inputs = new TrainingInputs(settingsFile);
        this.terminal = terminal;
        this.stop = stop;
    }

    @Override
    public Ended train(boolean resume) throws IOException {
        Path checkpoints = inputs.output().resolve("checkpoints");
        Optional<Checkpoint> newest = inputs.newest(checkpoints, resume);
        PreferenceFile file = PreferenceFile.read(inputs.data());
        try (LanguageModel model = inputs.model()) {
            DpoSettings dpo = inputs.checked(
                    "dpo", () -> inputs.settings().dpo().engine(model.config().contextLength()));
            TrainingGuard guard =
                    inputs.checked("dpo", () -> inputs.settings().dpo().guard());
            LoraSettings lora = inputs.lora();
            Set<String> heldBack = heldBack(file.lines(), dpo.seed());
            List<PreferencePair> training = new ArrayList<>();
            List<PreferencePair> validation = new ArrayList<>();
            int tooLong = 0;
            for (PreferenceFile.Line line : file.lines()) {
                PreferencePair pair = pair(line, model.reasoningFormat());
                if (pair.size() > dpo.maxTokens()) {
                    tooLong++;
                } else {
                    (heldBack.contains(line.prompt()) ? validation : training).add(pair);
                }
            }
            if (training.isEmpty()) {
                throw CommandException.badInput("data: " + inputs.data() + ": none of "
                        + file.lines().size() + " pairs is left to learn from (" + tooLong + " are longer than "
                        + dpo.maxTokens() + " tokens); raise dpo.maxTokens, or lower validationShare");
            }
            MemoryPlan plan = DpoMemory.atMost(MemoryPlanner.of(model.transformer()), lora, dpo, guard)
                    .plan();
            terminal.line(String.format(
                    Locale.ROOT,
                    "%d pairs to learn from, %d to validate with (%d alike and %d too long left out)",
                    training.size(),
                    validation.size(),
                    file.unedited(),
                    tooLong));
            terminal.line("memory: at most " + plan.describe());
            Files.createDirectories(inputs.output());
            int from = newest.map(checkpoint -> checkpoint.state().step()).orElse(0);
            DpoTrainer fresh = new DpoTrainer(model.transformer(), lora, dpo, guard);
            TrainingLoop.Outcome outcome = inputs.start()
                    .map(fresh::startingWith)
                    .orElse(fresh)
                    .train(
                            training,
                            validation,
                            newest.map(Checkpoint::folder),
                            checkpoints,
                            new Progress(terminal, new MetricsFile(inputs.output(), "step", from), plan, stop));
            Ended ended = new Ended(
                    outcome.steps(),
                    outcome.totalSteps(),
                    "step",
                    outcome.drained(),
                    String.format(Locale.ROOT, "loss %.4f", outcome.loss()),
                    inputs.adapter());
            if (!ended.drained()) {
                inputs.keepAdapter(outcome.folder(), "dpo", training.size(), ended);
            }
            return ended;
        }
    }

    /** The prompts that are validated with: all pairs of a prompt are on one side. */
    private Set<String> heldBack(List<PreferenceFile.Line> lines, long seed) {
        List<String> prompts =
                lines.stream().map(PreferenceFile.Line::prompt).distinct().toList();
        int count = (int) Math.floor(inputs.settings().validationShare() * prompts.size());
        Set<String> held = new HashSet<>();
        RandomStream.permutation(prompts.size(), seed, 0)
                .subList(0, count)
                .forEach(position -> held.add(prompts.get(position)));
        return held;
    }

    private static PreferencePair pair(PreferenceFile.Line line, ReasoningFormat format) {
        return new PreferencePair(
                format.encodePrompt(line.prompt()),
                format.encodeCompletion(line.chosen()),
                format.encodeCompletion(line.rejected()));
    }
}
