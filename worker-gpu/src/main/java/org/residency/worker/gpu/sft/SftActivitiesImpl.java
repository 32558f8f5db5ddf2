package org.residency.worker.gpu.sft;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.residency.activities.Stage;
import org.residency.activities.sft.SftActivities;
import org.residency.activities.sft.SftRequest;
import org.residency.activities.sft.TrainedAdapter;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Split;
import org.residency.llm.LanguageModel;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.sft.ExampleSet;
import org.residency.llm.sft.SftResult;
import org.residency.llm.sft.SftTrainer;
import org.residency.worker.gpu.AdapterFolder;
import org.residency.worker.gpu.DatasetCases;
import org.residency.worker.gpu.Heartbeats;
import org.residency.worker.gpu.InvalidInputException;
import org.residency.worker.gpu.LoadedModels;
import org.residency.worker.gpu.TrainingCheckpoints;
import org.residency.worker.gpu.TrainingHeartbeat;
import org.residency.worker.gpu.WorkFolders;

@Singleton
final class SftActivitiesImpl implements SftActivities {

    private static final Logger LOG = Logger.getLogger(SftActivitiesImpl.class);

    private final ArtifactStore store;
    private final DatasetCases cases;
    private final LoadedModels models;
    private final TrainingCheckpoints checkpoints;
    private final WorkFolders workFolders;
    private final Heartbeats heartbeats;

    SftActivitiesImpl(
            ArtifactStore store,
            DatasetCases cases,
            LoadedModels models,
            TrainingCheckpoints checkpoints,
            WorkFolders workFolders,
            Heartbeats heartbeats) {
        this.store = store;
        this.cases = cases;
        this.models = models;
        this.checkpoints = checkpoints;
        this.workFolders = workFolders;
        this.heartbeats = heartbeats;
    }

    @Override
    public TrainedAdapter trainAdapter(SftRequest request) {
        return heartbeats.during(Stage.SFT, request.run(), heartbeat -> train(request, heartbeat));
    }

    private TrainedAdapter train(SftRequest request, TrainingHeartbeat heartbeat) throws IOException {
        heartbeat.report("steps", 0, request.settings().maxSteps());
        LanguageModel model = models.model(
                request.baseModel().ref(),
                BaseQuantization.named(request.settings().baseQuantization()));
        int maxTokens = Math.min(request.settings().maxTokens(), model.config().contextLength());
        ExampleSet training = examples(request, Split.TRAIN, model, maxTokens);
        ExampleSet validation = examples(request, Split.VALIDATION, model, maxTokens);
        refuseTooFew(request, training, maxTokens);
        if (request.settings().earlyStopPatience() > 0 && validation.examples().isEmpty()) {
            throw new InvalidInputException("sft.earlyStopPatience: found "
                    + request.settings().earlyStopPatience()
                    + " but the dataset has no validation cases that fit; hold some back, or set it to 0");
        }
        EngineSettings settings = EngineSettings.of(request.settings(), maxTokens);
        String key = Stage.SFT.key(request.run());
        try (WorkFolders.WorkFolder work = workFolders.create("sft")) {
            Optional<TrainingCheckpoints.Fetched> resumed = checkpoints.fetchNewest(
                    key, heartbeat.checkpoint(), work.path().resolve("resumed"));
            resumed.ifPresent(from -> LOG.infof(
                    "%s: going on from step %d",
                    request.run(), from.checkpoint().step()));
            LossCurve curve = resumed.isPresent() ? LossCurve.read(resumed.get().folder()) : new LossCurve();
            SftResult result = new SftTrainer(model.transformer(), settings.lora(), settings.sft(), settings.guard())
                    .train(
                            training.examples(),
                            validation.examples(),
                            resumed.map(TrainingCheckpoints.Fetched::folder),
                            work.path().resolve("checkpoints"),
                            new StoringListener(heartbeat, checkpoints, key, curve));
            if (result.drained()) {
                heartbeat.throwIfStopped();
            }
            return store(request, training, curve, result, work.path());
        }
    }

    private ExampleSet examples(SftRequest request, Split split, LanguageModel model, int maxTokens)
            throws IOException {
        List<ExampleSet.Lesson> lessons = cases.of(request.dataset(), split).stream()
                .map(one -> new ExampleSet.Lesson(one.question(), one.reasoning(), one.answer()))
                .toList();
        return ExampleSet.of(lessons, model.reasoningFormat(), model.tokenizer(), maxTokens);
    }

    private static void refuseTooFew(SftRequest request, ExampleSet training, int maxTokens) {
        int batchSize = request.settings().batchSize();
        if (training.examples().size() < batchSize) {
            throw new InvalidInputException(("dataset %s: found %d training cases of at most %d tokens (%d longer ones"
                            + " were dropped), expected sft.batchSize = %d or more; give more cases, or lower"
                            + " sft.batchSize")
                    .formatted(
                            request.dataset().ref().shortDigest(),
                            training.examples().size(),
                            maxTokens,
                            training.dropped(),
                            batchSize));
        }
    }

    private TrainedAdapter store(SftRequest request, ExampleSet training, LossCurve curve, SftResult result, Path work)
            throws IOException {
        String key = Stage.SFT.key(request.run());
        Path adapter = AdapterFolder.copy(result.folder(), work.resolve("adapter"));
        curve.write(work);
        return new TrainedAdapter(
                new Adapter(store.putFolder(key + "/adapter", adapter)),
                store.put(key + "/" + LossCurve.FILE, work.resolve(LossCurve.FILE)),
                result.steps(),
                curve.firstLoss(),
                curve.lastLoss(),
                training.examples().size(),
                training.shortened(),
                training.dropped());
    }
}
