package org.residency.llm.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.testing.Recorder;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.TrainingDivergedException;
import org.residency.llm.training.TrainingGuard;
import org.residency.llm.training.TrainingListener;

class GrpoTrainerTest {
    private static final GrpoSettings SETTINGS = GrpoSettings.defaults()
            .withLearningRate(2e-2, 0)
            .withBatch(1, 2, 5)
            .withLoss(new GrpoLoss(0.2, 0.01), KlEstimator.K3);

    private static final GrpoSettings DR_GRPO = SETTINGS.withLoss(new DrGrpoLoss(0.2, 0.01, 8), KlEstimator.K3);

    private final LanguageModel model = Reference.tinyModel();

    @TempDir
    Path folder;

    @BeforeEach
    void makeAStart() {
        LoraSettings lora = LoraSettings.defaults().withRank(4, 8).withDropout(0.05);
        try (LoraAdapter adapter = LoraAdapter.create(model.transformer(), lora, 1)) {
            adapter.save(folder.resolve("start"));
        }
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void raisesTheRewardOverRounds() {
        Path adapter = folder.resolve("start");
        double first = 0;
        GrpoMetrics last = null;
        for (int round = 0; round < 16; round++) {
            GrpoResult result = new GrpoTrainer(model.transformer(), SETTINGS)
                    .update(
                            sample(adapter, round),
                            adapter,
                            Optional.empty(),
                            folder.resolve("round-" + round),
                            TrainingListener.SILENT);
            adapter = result.folder();
            last = result.metrics();
            first = round == 0 ? last.rewardMean() : first;
            assertThat(last.steps()).isEqualTo(3);
        }
        assertThat(last.rewardMean()).isGreaterThan(first + 0.1);
        assertThat(last.kl()).isPositive();
    }

    @Test
    void findsTheSamplersLogProbabilitiesAgain() {
        LoraSettings lora = LoraSettings.defaults().withRank(4, 8);
        try (LoraAdapter adapter = LoraAdapter.create(model.transformer(), lora, 1)) {
            adapter.save(folder.resolve("dry"));
        }
        GrpoMetrics metrics = new GrpoTrainer(model.transformer(), SETTINGS)
                .update(
                        sample(folder.resolve("dry"), 0),
                        folder.resolve("dry"),
                        Optional.empty(),
                        folder.resolve("out"),
                        TrainingListener.SILENT)
                .metrics();
        assertThat(metrics.samplerMismatch()).isLessThan(1e-5);
        assertThat(metrics.completionTokens()).isCloseTo(8, within(2.0));
    }

    @Test
    void endsWithTheSameBitsWhenResumed() {
        List<RewardedGroup> groups = sample(folder.resolve("start"), 0);
        GrpoResult whole = update(groups, Optional.empty(), "whole", TrainingListener.SILENT);
        GrpoResult drained = update(groups, Optional.empty(), "parts", new Recorder(2));
        assertThat(drained.drained()).isTrue();
        GrpoResult resumed = update(groups, Optional.of(drained.folder()), "parts", TrainingListener.SILENT);
        for (String file : List.of("adapter_model.safetensors", "optimizer.safetensors", "training_state.json")) {
            assertThat(resumed.folder().resolve(file))
                    .hasSameBinaryContentAs(whole.folder().resolve(file));
        }
        assertThat(resumed.metrics()).isEqualTo(whole.metrics());
    }

    @Test
    void takesAStepAtFaultBackAndGoesOn() {
        List<RewardedGroup> groups = new ArrayList<>(sample(folder.resolve("start"), 0));
        groups.set(2, poisoned(groups.get(2)));
        assertThatThrownBy(() -> guarded(TrainingGuard.off(), groups, Optional.empty(), "off", new Recorder(9)))
                .isInstanceOf(TrainingDivergedException.class);
        TrainingGuard guard = new TrainingGuard(1, 0, 0);
        Recorder recorder = new Recorder(9);
        GrpoResult whole = guarded(guard, groups, Optional.empty(), "whole", recorder);
        assertThat(whole.metrics().setbacks()).isEqualTo(1);
        assertThat(whole.metrics().steps()).isEqualTo(3);
        assertThat(whole.metrics().loss()).isFinite();
        assertThat(recorder.setbacks()).singleElement().asString().contains("back to the last good step");
        for (int stop = 1; stop < 3; stop++) {
            String parts = "parts-" + stop;
            GrpoResult drained = guarded(guard, groups, Optional.empty(), parts, new Recorder(stop));
            GrpoResult resumed = guarded(guard, groups, Optional.of(drained.folder()), parts, new Recorder(9));
            for (String file : List.of("adapter_model.safetensors", "optimizer.safetensors", "training_state.json")) {
                assertThat(resumed.folder().resolve(file))
                        .hasSameBinaryContentAs(whole.folder().resolve(file));
            }
        }
    }

    @Test
    void goesBackBeforeTheRoundWhoseLastStepIsFoundAtFault() {
        List<RewardedGroup> groups = sample(folder.resolve("start"), 0).subList(0, 2);
        TrainingGuard guard = new TrainingGuard(1, 0, 0);
        GrpoResult first = guarded(guard, groups, Optional.empty(), "first", TrainingListener.SILENT);
        assertThat(first.folder().resolve("adapter_model.safetensors").toFile()).isFile();
        GrpoResult second = new GrpoTrainer(model.transformer(), DR_GRPO, guard)
                .update(
                        List.of(poisoned(groups.get(0))),
                        first.folder(),
                        Optional.empty(),
                        folder.resolve("second"),
                        TrainingListener.SILENT);
        assertThat(second.folder().resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("start/adapter_model.safetensors"));
        assertThatThrownBy(() -> new GrpoTrainer(model.transformer(), DR_GRPO, guard)
                        .update(
                                List.of(poisoned(groups.get(1))),
                                second.folder(),
                                Optional.empty(),
                                folder.resolve("third"),
                                TrainingListener.SILENT))
                .as("one setback in all, whichever round it is in")
                .isInstanceOf(TrainingDivergedException.class);
    }

    @Test
    void takesUpTheOptimizerOfTheRoundBefore() {
        List<RewardedGroup> groups = sample(folder.resolve("start"), 0);
        GrpoResult first = update(groups, Optional.empty(), "one", TrainingListener.SILENT);
        GrpoResult second = new GrpoTrainer(model.transformer(), SETTINGS)
                .update(groups, first.folder(), Optional.empty(), folder.resolve("two"), TrainingListener.SILENT);
        assertThat(new org.residency.llm.training.Checkpoint(second.folder())
                        .state()
                        .optimizerSteps())
                .isEqualTo(6);
    }

    private GrpoResult guarded(
            TrainingGuard guard,
            List<RewardedGroup> groups,
            Optional<Path> resumeFrom,
            String name,
            TrainingListener listener) {
        return new GrpoTrainer(model.transformer(), DR_GRPO, guard)
                .update(groups, folder.resolve("start"), resumeFrom, folder.resolve(name), listener);
    }

    /** A reward that no float holds. */
    private static RewardedGroup poisoned(RewardedGroup group) {
        List<Double> rewards = new ArrayList<>(group.rewards());
        rewards.set(0, 1e300);
        return group.group().withRewards(rewards);
    }

    private GrpoResult update(
            List<RewardedGroup> groups, Optional<Path> resumeFrom, String name, TrainingListener listener) {
        return new GrpoTrainer(model.transformer(), SETTINGS)
                .update(groups, folder.resolve("start"), resumeFrom, folder.resolve(name), listener);
    }

    /** Rewards even token ids. */
    private List<RewardedGroup> sample(Path adapterFolder, int round) {
        Map<String, TokenIds> prompts = new LinkedHashMap<>();
        for (int p = 0; p < 6; p++) {
            prompts.put("prompt-" + p, TokenIds.of(30 + p, 40 + p, 50 + 2 * p));
        }
        try (LoraAdapter adapter = model.loadAdapter(adapterFolder)) {
            return new RolloutSampler(model.generator(adapter))
                    .sample(prompts, 8, SamplingSettings.sampled(1, 8, round), GenerationListener.SILENT).stream()
                            .map(group -> group.withRewards(group.rollouts().stream()
                                    .map(GrpoTrainerTest::shareOfEvenTokens)
                                    .toList()))
                            .toList();
        }
    }

    private static double shareOfEvenTokens(Rollout rollout) {
        int[] tokens = rollout.completion().toArray();
        return java.util.Arrays.stream(tokens).filter(token -> token % 2 == 0).count() / (double) tokens.length;
    }
}
