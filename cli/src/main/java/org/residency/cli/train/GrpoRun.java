package org.residency.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.residency.cli.exit.CommandException;
import org.residency.cli.terminal.Terminal;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.SplitName;
import org.residency.llm.LanguageModel;
import org.residency.llm.grpo.GrpoMemory;
import org.residency.llm.grpo.GrpoResult;
import org.residency.llm.grpo.GrpoTrainer;
import org.residency.llm.grpo.RewardedGroup;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.training.Checkpoint;
import org.residency.llm.training.Fingerprint;

/**
 * Rounds of sampling, rewarding and updating from a settings file, on one machine. A round that is stopped while it samples
 * begins again, one that is stopped while it updates goes on from its checkpoint; both end with the bytes of an undisturbed
 * one, for what is sampled follows from adapter and seed.
 */
public final class GrpoRun implements OfflineTraining {
    private static final String START = "start";
    private static final String ROUNDS = "rounds";

    private final TrainingInputs inputs;
    private final Terminal terminal;
    private final BooleanSupplier stop;

    /** @param stop says true to have the training ended after the step that is under way */
    public GrpoRun(Path settingsFile, Terminal terminal, BooleanSupplier stop) {
        this.inputs = new TrainingInputs(settingsFile);
        this.terminal = terminal;
        this.stop = stop;
    }

    @Override
    public Ended train(boolean resume) throws IOException {
        GrpoSection grpo = inputs.settings().grpo();
        Path output = inputs.output();
        boolean begun = Files.exists(output.resolve(RoundState.NAME));
        if (begun && !resume) {
            throw TrainingInputs.isThere(output.resolve(RoundState.NAME));
        }
        inputs.checked("grpo", () -> grpo.engine(0));
        inputs.checked("grpo", grpo::weights);
        inputs.checked("grpo", grpo::guard);
        List<ClinicalCase> cases = inputs.cases().parts().getOrDefault(SplitName.TRAIN, List.of());
        try (LanguageModel model = inputs.model()) {
            List<RoundSampling.Prompted> prompted = prompted(cases, model, grpo);
            String digest = digest(grpo, prompted, model);
            RoundState state = begun ? RoundState.read(output) : begin(model, digest);
            if (!state.settings().equals(digest)) {
                throw CommandException.badInput("--resume: " + output.resolve(RoundState.NAME)
                        + " is of other settings or data; resume with those it was begun with, or name another output");
            }
            MemoryPlan plan = plan(model, output.resolve(state.adapter()), grpo);
            terminal.line(prompted.size() + " cases to learn from, " + (cases.size() - prompted.size())
                    + " too long; memory: at most " + plan.describe());
            RoundProgress progress = new RoundProgress(
                    terminal, new MetricsFile(output, "round", state.finished()), plan, grpo.rounds(), stop);
            while (state.finished() < grpo.rounds() && !state.stopped()) {
                Optional<RoundState> next = round(model, grpo, prompted, state, progress);
                if (next.isEmpty()) {
                    return new Ended(state.finished(), grpo.rounds(), "round", true, "", inputs.adapter());
                }
                state = next.get();
                state.write(output);
            }
            Ended ended =
                    new Ended(state.finished(), grpo.rounds(), "round", false, progress.result(), inputs.adapter());
            inputs.keepAdapter(
                    output.resolve(state.stopped() ? state.best() : state.adapter()), "grpo", prompted.size(), ended);
            return ended;
        }
    }

    private List<RoundSampling.Prompted> prompted(List<ClinicalCase> cases, LanguageModel model, GrpoSection grpo) {
        int most = Math.min(grpo.maxPromptTokens(), model.config().contextLength() - grpo.maxCompletionTokens());
        List<RoundSampling.Prompted> fitting = cases.stream()
                .map(one ->
                        new RoundSampling.Prompted(one, model.reasoningFormat().encodePrompt(one.question())))
                .filter(prompted -> prompted.prompt().size() <= most)
                .toList();
        if (fitting.isEmpty()) {
            throw CommandException.badInput("data: " + inputs.data() + ": none of " + cases.size() + " prompts fits "
                    + most + " tokens; raise grpo.maxPromptTokens or lower grpo.maxCompletionTokens");
        }
        return fitting;
    }

    private RoundState begin(LanguageModel model, String digest) throws IOException {
        Path start = inputs.output().resolve(START);
        try (LoraAdapter adapter = inputs.start()
                .map(model::loadAdapter)
                .orElseGet(() -> LoraAdapter.create(
                        model.transformer(),
                        inputs.lora(),
                        inputs.settings().grpo().seed()))) {
            adapter.save(start);
        }
        RoundState state = RoundState.begun(digest, START);
        state.write(inputs.output());
        return state;
    }

    /** The state after one more round; empty where it was stopped. */
    private Optional<RoundState> round(
            LanguageModel model,
            GrpoSection grpo,
            List<RoundSampling.Prompted> prompted,
            RoundState state,
            RoundProgress progress) {
        int round = state.finished();
        progress.begin(round);
        Path output = inputs.output();
        Path from = output.resolve(state.adapter());
        boolean cuesKnown = prompted.stream().anyMatch(one -> !one.one().cues().isEmpty());
        RoundRewards rewards = new RoundRewards(model.tokenizer(), grpo, cuesKnown);
        RoundSampling sampling = new RoundSampling(model, grpo, prompted, rewards, progress, stop);
        Optional<List<RewardedGroup>> rewarded;
        try (LoraAdapter adapter = model.loadAdapter(from)) {
            rewarded = sampling.sample(adapter, round);
        }
        if (rewarded.isEmpty()) {
            return Optional.empty();
        }
        if (state.fellTooFar(rewards.hiddenMetric(), grpo.minHiddenMetric())) {
            progress.tripped(rewards.hiddenMetric(), state.firstHidden(), state.best());
            return Optional.of(state.endedEarly());
        }
        Path folder = output.resolve(ROUNDS).resolve("round-%04d".formatted(round));
        Optional<Path> resumed = Checkpoint.newest(folder).map(Checkpoint::folder);
        GrpoTrainer trainer = new GrpoTrainer(model.transformer(), grpo.engine(round), grpo.guard());
        GrpoResult result = (grpo.resamplings() > 0 ? trainer.withSpreadAlone() : trainer)
                .update(rewarded.get(), from, resumed, folder, progress);
        if (result.drained()) {
            return Optional.empty();
        }
        progress.finished(result.metrics(), rewards, sampling.inPlace());
        return Optional.of(state.after(
                rewards.hiddenMetric(), output.relativize(result.folder()).toString()));
    }

    private MemoryPlan plan(LanguageModel model, Path adapterFolder, GrpoSection grpo) {
        try (LoraAdapter adapter = model.loadAdapter(adapterFolder)) {
            return GrpoMemory.atMost(
                            MemoryPlanner.of(model.transformer()),
                            adapter.settings(),
                            grpo.engine(0),
                            grpo.guard(),
                            grpo.maxPromptTokens(),
                            grpo.maxCompletionTokens())
                    .plan();
        }
    }

    private String digest(GrpoSection grpo, List<RoundSampling.Prompted> prompted, LanguageModel model) {
        Fingerprint fingerprint = new Fingerprint()
                .add(grpo.identity())
                .add(inputs.settings().baseQuantization())
                .add(model.config().toString());
        prompted.forEach(one -> fingerprint.add(one.one().id()).add(one.prompt()));
        return fingerprint.finish();
    }
}
