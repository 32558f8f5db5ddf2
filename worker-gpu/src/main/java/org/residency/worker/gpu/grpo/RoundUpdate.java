package org.residency.worker.gpu.grpo;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.residency.activities.Stage;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.grpo.PolicyUpdate;
import org.residency.activities.grpo.RewardedRollouts;
import org.residency.activities.grpo.RoundMetrics;
import org.residency.activities.grpo.UpdatePolicyRequest;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Checkpoint;
import org.residency.llm.LanguageModel;
import org.residency.llm.grpo.GrpoMetrics;
import org.residency.llm.grpo.GrpoResult;
import org.residency.llm.grpo.GrpoTrainer;
import org.residency.llm.grpo.KlEstimator;
import org.residency.llm.grpo.PolicyLoss;
import org.residency.llm.grpo.RewardedGroup;
import org.residency.llm.grpo.TrustRegion;
import org.residency.llm.grpo.ValueTerms;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingGuard;
import org.residency.llm.training.TrainingListener;
import org.residency.worker.gpu.AdapterFolder;
import org.residency.worker.gpu.GpuWorkerConfig;
import org.residency.worker.gpu.LoadedModels;
import org.residency.worker.gpu.TrainingCheckpoints;
import org.residency.worker.gpu.TrainingHeartbeat;
import org.residency.worker.gpu.WorkFolders;

/**
 * The second half of a round: the adapter learns from the rewarded groups. A worker that drains leaves a checkpoint, from
 * which the next attempt goes on; one that is cut off leaves nothing, and the next begins the round's update again. Both
 * end with the bytes of an undisturbed update.
 */
@Singleton
final class RoundUpdate {

    private final ArtifactStore store;
    private final ArtifactCache cache;
    private final LoadedModels models;
    private final TrainingCheckpoints checkpoints;
    private final WorkFolders workFolders;
    private final int rolloutsPerPass;

    RoundUpdate(
            ArtifactStore store,
            ArtifactCache cache,
            LoadedModels models,
            TrainingCheckpoints checkpoints,
            WorkFolders workFolders,
            GpuWorkerConfig config) {
        this.store = store;
        this.cache = cache;
        this.models = models;
        this.checkpoints = checkpoints;
        this.workFolders = workFolders;
        this.rolloutsPerPass = config.llm().rolloutsPerPass();
    }

    PolicyUpdate update(UpdatePolicyRequest request, TrainingHeartbeat heartbeat) throws IOException {
        List<RewardedGroup> groups = groups(request);
        LanguageModel model = models.model(
                request.baseModel().ref(),
                BaseQuantization.named(request.settings().baseQuantization()));
        org.residency.llm.grpo.GrpoSettings settings = engineSettings(request.settings(), request.round());
        try (WorkFolders.WorkFolder work = workFolders.create("grpo")) {
            Optional<Path> resumed = checkpoints
                    .fetchNewest(
                            key(request), heartbeat.checkpoint(), work.path().resolve("resumed"))
                    .map(TrainingCheckpoints.Fetched::folder);
            GrpoTrainer trainer = new GrpoTrainer(
                    model.transformer(),
                    settings,
                    new TrainingGuard(
                            request.settings().maxSetbacks(), request.settings().maxLossRise(), 0));
            GrpoResult result = (request.settings().maxResamplings() > 0 ? trainer.withSpreadAlone() : trainer)
                    .update(
                            groups,
                            start(request, work.path()),
                            resumed,
                            work.path().resolve("checkpoints"),
                            new UpdateListener(heartbeat, checkpoints, key(request)));
            if (result.drained()) {
                heartbeat.throwIfStopped();
            }
            return store(request, result, work.path());
        }
    }

    private record UpdateListener(TrainingHeartbeat heartbeat, TrainingCheckpoints checkpoints, String key)
            implements TrainingListener {

        @Override
        public void onStep(StepMetrics metrics) {
            heartbeat.report("steps", metrics.step(), metrics.totalSteps(), Map.of("loss", metrics.loss()));
        }

        @Override
        public void onCheckpoint(Path folder, int step) {
            // The last one is the update's result, and stored as that.
            if (heartbeat.shouldStop() && !heartbeat.isGivenUp()) {
                heartbeat.keep(checkpoints.keep(key, step, folder));
            }
        }

        @Override
        public boolean shouldDrain() {
            return heartbeat.shouldStop();
        }
    }

    private List<RewardedGroup> groups(UpdatePolicyRequest request) throws IOException {
        List<RewardedGroup> groups = new ArrayList<>();
        for (RewardedRollouts rewarded : request.rewarded()) {
            groups.addAll(RolloutFile.read(cache.file(rewarded.rollouts().ref()), cache.file(rewarded.rewards())));
        }
        return groups;
    }

    /** The round's adapter, with the optimizer's state of the round before beside it where there is one. */
    private Path start(UpdatePolicyRequest request, Path work) throws IOException {
        Path start = work.resolve("start");
        Files.createDirectories(start);
        if (request.optimizerState().isPresent()) {
            copy(cache.folder(request.optimizerState().get().ref()), start);
        }
        return AdapterFolder.copy(cache.folder(request.adapter().ref()), start);
    }

    private PolicyUpdate store(UpdatePolicyRequest request, GrpoResult result, Path work) throws IOException {
        String key = key(request);
        Path adapter = AdapterFolder.copy(result.folder(), work.resolve("adapter"));
        int steps = request.optimizerState().map(Checkpoint::step).orElse(0)
                + result.metrics().steps();
        return new PolicyUpdate(
                new Adapter(store.putFolder(key + "/adapter", adapter)),
                new Checkpoint(store.putFolder(key + "/optimizer", result.folder()), steps),
                metrics(result.metrics(), request));
    }

    private static String key(UpdatePolicyRequest request) {
        return "%s/round-%04d".formatted(Stage.GRPO.key(request.run()), request.round());
    }

    private static RoundMetrics metrics(GrpoMetrics metrics, UpdatePolicyRequest request) {
        int inPlace = request.rewarded().stream()
                .skip(request.settings().samplingParts())
                .mapToInt(rewarded -> rewarded.rollouts().promptCount())
                .sum();
        return new RoundMetrics(
                metrics.loss(),
                metrics.kl(),
                metrics.clipFraction(),
                metrics.entropy(),
                metrics.completionTokens(),
                metrics.zeroVarianceGroups(),
                metrics.samplerMismatch(),
                request.settings().learningRate(),
                inPlace,
                metrics.setbacks(),
                metrics.measured());
    }

    private org.residency.llm.grpo.GrpoSettings engineSettings(GrpoSettings asked, int round) {
        return new org.residency.llm.grpo.GrpoSettings(
                asked.learningRate(),
                0,
                asked.temperature(),
                loss(asked),
                KlEstimator.named(asked.klEstimator()),
                GradientMethod.named(asked.gradients()),
                asked.epochs(),
                Math.max(1, asked.minibatchSize() / asked.groupSize()),
                asked.rolloutsPerPass() > 0 ? asked.rolloutsPerPass() : rolloutsPerPass,
                OptimizerSettings.defaults().withMaxGradientNorm(asked.maxGradientNorm()),
                0,
                asked.seed() * 1_000_003L + round);
    }

    private static PolicyLoss loss(GrpoSettings asked) {
        return PolicyLoss.named(
                asked.loss(),
                asked.clip(),
                asked.clipHigh(),
                asked.beta(),
                asked.maxCompletionTokens(),
                new ValueTerms(asked.gamma(), asked.lambda(), asked.valueClip(), asked.valueWeight()),
                new TrustRegion(asked.maxKl(), asked.conjugateSteps(), asked.damping()));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(file.getFileName()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
