package org.residency.worker.gpu.models;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.residency.activities.Stage;
import org.residency.activities.models.BaseModelActivities;
import org.residency.activities.models.ImportBaseModelRequest;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.SamplingSettings;
import org.residency.worker.gpu.Heartbeats;
import org.residency.worker.gpu.InvalidInputException;
import org.residency.worker.gpu.LoadedModels;
import org.residency.worker.gpu.TrainingHeartbeat;
import org.residency.worker.gpu.WorkFolders;

@Singleton
final class BaseModelActivitiesImpl implements BaseModelActivities {

    private final ArtifactStore store;
    private final LoadedModels models;
    private final WorkFolders workFolders;
    private final Heartbeats heartbeats;

    BaseModelActivitiesImpl(ArtifactStore store, LoadedModels models, WorkFolders workFolders, Heartbeats heartbeats) {
        this.store = store;
        this.models = models;
        this.workFolders = workFolders;
        this.heartbeats = heartbeats;
    }

    @Override
    public BaseModel importBaseModel(ImportBaseModelRequest request) {
        return heartbeats.during(
                Stage.INGEST, request.run(), heartbeat -> importFolder(folder(request.location()), heartbeat));
    }

    private BaseModel importFolder(Path folder, TrainingHeartbeat heartbeat) throws IOException {
        heartbeat.report("checks", 0, 2);
        String architecture;
        long parameterCount;
        // Beside the model of another activity there may be no room for this one.
        models.unload();
        try (LanguageModel model = LanguageModel.load(folder, models.options())) {
            // A tokenizer and weights of two different models load well, and fail only when they are put to use.
            model.complete(model.reasoningFormat().prompt("Case."), SamplingSettings.greedy(1));
            architecture = model.config().architecture().className();
            parameterCount = model.transformer().parameterCount();
        }
        heartbeat.throwIfStopped();
        heartbeat.report("checks", 1, 2);
        ArtifactRef ref = store(folder);
        new WithdrawalRegister(store).requireFree(ref);
        heartbeat.report("checks", 2, 2);
        return new BaseModel(ref, folder.getFileName().toString(), architecture, parameterCount);
    }

    private ArtifactRef store(Path folder) throws IOException {
        try (WorkFolders.WorkFolder work = workFolders.create("model")) {
            ModelFiles files = ModelFiles.in(folder);
            files.linkInto(work.path());
            return store.putFolder("models/" + files.digest(), work.path());
        }
    }

    private static Path folder(URI location) {
        Path folder;
        try {
            folder = Path.of(location).toAbsolutePath().normalize();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new InvalidInputException("base model: found location " + location
                    + ", expected file:///... of a folder that the GPU worker can read");
        }
        if (!Files.exists(folder) || folder.getFileName() == null) {
            throw new InvalidInputException("base model: nothing lies at " + folder
                    + ", expected a model folder in Hugging Face layout that the GPU worker can read");
        }
        return folder;
    }
}
