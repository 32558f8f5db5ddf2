package org.residency.worker.gpu.grpo;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.residency.activities.Stage;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.grpo.SampleRolloutsRequest;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.RolloutBatch;
import org.residency.artifacts.Split;
import org.residency.dataset.ClinicalCase;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.grpo.RolloutGroup;
import org.residency.llm.grpo.RolloutSampler;
import org.residency.llm.grpo.RoundPrompts;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.worker.gpu.DatasetCases;
import org.residency.worker.gpu.GpuWorkerConfig;
import org.residency.worker.gpu.InvalidInputException;
import org.residency.worker.gpu.LoadedModels;
import org.residency.worker.gpu.StoppableListener;
import org.residency.worker.gpu.TrainingHeartbeat;
import org.residency.worker.gpu.WorkFolders;

/** The first half of a round: a group of completions for each of its prompts, by the adapter as it stands. */
@Singleton
final class RoundSampling {

    private final ArtifactStore store;
    private final ArtifactCache cache;
    private final DatasetCases cases;
    private final LoadedModels models;
    private final WorkFolders workFolders;
    private final int sequencesAtOnce;

    RoundSampling(
            ArtifactStore store,
            ArtifactCache cache,
            DatasetCases cases,
            LoadedModels models,
            WorkFolders workFolders,
            GpuWorkerConfig config) {
        this.store = store;
        this.cache = cache;
        this.cases = cases;
        this.models = models;
        this.workFolders = workFolders;
        this.sequencesAtOnce = config.llm().sequences();
    }

    RolloutBatch sample(SampleRolloutsRequest request, TrainingHeartbeat heartbeat) throws IOException {
        LanguageModel model = models.model(
                request.baseModel().ref(),
                BaseQuantization.named(request.settings().baseQuantization()));
        Map<String, TokenIds> prompts = prompts(request, model);
        List<RolloutGroup> groups = new ArrayList<>();
        try (LoraAdapter adapter =
                model.loadAdapter(cache.folder(request.adapter().ref()))) {
            RolloutSampler sampler = new RolloutSampler(model.generator(adapter));
            for (Map<String, TokenIds> batch :
                    RolloutSampler.batches(prompts, request.settings().groupSize(), sequencesAtOnce)) {
                heartbeat.report("prompts", groups.size(), prompts.size());
                groups.addAll(sampler.sample(
                        batch, request.settings().groupSize(), sampling(request), new StoppableListener(heartbeat)));
                heartbeat.throwIfStopped();
            }
        }
        heartbeat.report("prompts", groups.size(), prompts.size());
        try (WorkFolders.WorkFolder work = workFolders.create("rollouts")) {
            Path file = work.path().resolve("rollouts.jsonl");
            RolloutFile.write(file, groups, model.tokenizer());
            String key = "%s/round-%04d/rollouts-%02d.jsonl"
                    .formatted(Stage.GRPO.key(request.run()), request.round(), request.part());
            return new RolloutBatch(
                    store.put(key, file),
                    groups.size(),
                    groups.size() * request.settings().groupSize());
        }
    }

    private Map<String, TokenIds> prompts(SampleRolloutsRequest request, LanguageModel model) throws IOException {
        List<ClinicalCase> training = cases.of(request.dataset(), Split.TRAIN);
        if (training.isEmpty()) {
            throw new InvalidInputException("dataset " + request.dataset().ref().shortDigest()
                    + ": found no training cases, expected at least one");
        }
        int most = model.config().contextLength() - request.settings().maxCompletionTokens();
        Map<String, TokenIds> prompts = new LinkedHashMap<>();
        for (int position : positions(request, training.size())) {
            ClinicalCase one = training.get(position);
            TokenIds prompt = model.reasoningFormat().encodePrompt(one.question());
            if (prompt.size() <= most) {
                prompts.put(one.id(), prompt);
            }
            if (request.inPlace()
                    .filter(others -> prompts.size() == others.count())
                    .isPresent()) {
                break;
            }
        }
        if (prompts.isEmpty()) {
            throw new InvalidInputException(("grpo.maxCompletionTokens: found %d, with which none of round %d's prompts"
                            + " fits the model's context of %d tokens; lower it")
                    .formatted(
                            request.settings().maxCompletionTokens(),
                            request.round(),
                            model.config().contextLength()));
        }
        return prompts;
    }

    /** In place of others, more than are wanted: some may be too long. */
    private static List<Integer> positions(SampleRolloutsRequest request, int caseCount) {
        RoundPrompts rounds = roundPrompts(request.settings());
        return request.inPlace()
                .map(others -> rounds.inPlace(request.round(), others.from(), caseCount, caseCount))
                .orElseGet(() -> rounds.of(request.round(), request.part(), caseCount));
    }

    private static RoundPrompts roundPrompts(GrpoSettings settings) {
        return new RoundPrompts(settings.promptsPerRound(), settings.samplingParts(), settings.seed());
    }

    private static SamplingSettings sampling(SampleRolloutsRequest request) {
        GrpoSettings settings = request.settings();
        return new SamplingSettings(
                settings.temperature(),
                0,
                settings.topP(),
                settings.maxCompletionTokens(),
                roundPrompts(settings)
                        .samplingSeed(
                                request.round(),
                                request.inPlace().isEmpty() ? 0 : 1 + request.part() - settings.samplingParts()));
    }
}
