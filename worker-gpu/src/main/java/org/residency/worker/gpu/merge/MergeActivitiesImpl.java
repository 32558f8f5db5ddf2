package org.residency.worker.gpu.merge;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.residency.activities.Stage;
import org.residency.activities.merge.MergeActivities;
import org.residency.activities.merge.MergeRequest;
import org.residency.activities.merge.MergedAdapter;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.Split;
import org.residency.dataset.ClinicalCase;
import org.residency.llm.LanguageModel;
import org.residency.llm.lora.AdapterMerger;
import org.residency.llm.lora.EquivalenceReport;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.tokenizer.ReasoningFormat;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.scoring.files.JsonLines;
import org.residency.worker.gpu.DatasetCases;
import org.residency.worker.gpu.Heartbeats;
import org.residency.worker.gpu.LoadedModels;
import org.residency.worker.gpu.TrainingHeartbeat;
import org.residency.worker.gpu.WorkFolders;

@Singleton
final class MergeActivitiesImpl implements MergeActivities {

    private static final int COMPARED_CASES = 32;
    private static final int COMPARED_TOKENS = 1024;

    private final ArtifactStore store;
    private final ArtifactCache cache;
    private final DatasetCases cases;
    private final LoadedModels models;
    private final WorkFolders workFolders;
    private final Heartbeats heartbeats;

    MergeActivitiesImpl(
            ArtifactStore store,
            ArtifactCache cache,
            DatasetCases cases,
            LoadedModels models,
            WorkFolders workFolders,
            Heartbeats heartbeats) {
        this.store = store;
        this.cache = cache;
        this.cases = cases;
        this.models = models;
        this.workFolders = workFolders;
        this.heartbeats = heartbeats;
    }

    @Override
    public MergedAdapter mergeAdapter(MergeRequest request) {
        return heartbeats.during(Stage.MERGE, request.run(), heartbeat -> merge(request, heartbeat));
    }

    private MergedAdapter merge(MergeRequest request, TrainingHeartbeat heartbeat) throws IOException {
        String key = Stage.MERGE.key(request.run());
        Path adapter = cache.folder(request.adapter().ref());
        try (WorkFolders.WorkFolder work = workFolders.create("merge")) {
            heartbeat.report("parts", 0, 3);
            Path merged = work.path().resolve("model");
            new AdapterMerger().merge(cache.folder(request.baseModel().ref()), adapter, merged);
            heartbeat.throwIfStopped();
            heartbeat.report("parts", 1, 3);
            EquivalenceReport report = compare(request, adapter, merged);
            heartbeat.throwIfStopped();
            heartbeat.report("parts", 2, 3);
            ArtifactRef model = store.putFolder(key + "/model", merged);
            Path equivalence = work.path().resolve("equivalence.json");
            JsonLines.write(equivalence, List.of(report));
            ArtifactRef stored = store.put(key + "/equivalence.json", equivalence);
            heartbeat.report("parts", 3, 3);
            return new MergedAdapter(new MergedModel(model), stored, report.meanKl(), report.greedyAgreement());
        }
    }

    private EquivalenceReport compare(MergeRequest request, Path adapterFolder, Path mergedFolder) throws IOException {
        LanguageModel base = models.model(request.baseModel().ref());
        try (LanguageModel merged = LanguageModel.load(mergedFolder, models.options());
                LoraAdapter adapter = base.loadAdapter(adapterFolder)) {
            return AdapterMerger.compare(
                    base.transformer(), adapter, merged.transformer(), texts(request.dataset(), base));
        }
    }

    private List<TokenIds> texts(Dataset dataset, LanguageModel model) throws IOException {
        List<ClinicalCase> watched = cases.of(dataset, Split.VALIDATION);
        List<ClinicalCase> compared = watched.isEmpty() ? cases.of(dataset, Split.TRAIN) : watched;
        ReasoningFormat format = model.reasoningFormat();
        int most = Math.min(COMPARED_TOKENS, model.config().contextLength());
        return compared.stream()
                .limit(COMPARED_CASES)
                .map(one ->
                        format.encodePrompt(one.question()).then(format.encodeTarget(one.reasoning(), one.answer())))
                .map(tokens -> tokens.slice(0, Math.min(most, tokens.size())))
                .toList();
    }
}
