package org.residency.worker.gpu.evaluation;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.residency.activities.Stage;
import org.residency.activities.evaluation.EvaluateModelRequest;
import org.residency.activities.evaluation.EvaluationActivities;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Split;
import org.residency.dataset.ClinicalCase;
import org.residency.llm.LanguageModel;
import org.residency.llm.evaluation.CaseAnswering;
import org.residency.llm.evaluation.CaseAnswers;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.lora.LoraAdapter;
import org.residency.scoring.AnswerMatcher;
import org.residency.scoring.AnswerMeasurement;
import org.residency.scoring.AnswerMetrics;
import org.residency.scoring.files.AnswerLine;
import org.residency.scoring.files.JsonLines;
import org.residency.worker.gpu.DatasetCases;
import org.residency.worker.gpu.GpuWorkerConfig;
import org.residency.worker.gpu.Heartbeats;
import org.residency.worker.gpu.InvalidInputException;
import org.residency.worker.gpu.LoadedModels;
import org.residency.worker.gpu.StoppableListener;
import org.residency.worker.gpu.TrainingHeartbeat;
import org.residency.worker.gpu.WorkFolders;

@Singleton
final class EvaluationActivitiesImpl implements EvaluationActivities {

    private final ArtifactStore store;
    private final ArtifactCache cache;
    private final DatasetCases cases;
    private final LoadedModels models;
    private final WorkFolders workFolders;
    private final Heartbeats heartbeats;
    private final int sequencesAtOnce;

    EvaluationActivitiesImpl(
            ArtifactStore store,
            ArtifactCache cache,
            DatasetCases cases,
            LoadedModels models,
            WorkFolders workFolders,
            Heartbeats heartbeats,
            GpuWorkerConfig config) {
        this.store = store;
        this.cache = cache;
        this.cases = cases;
        this.models = models;
        this.workFolders = workFolders;
        this.heartbeats = heartbeats;
        this.sequencesAtOnce = config.llm().sequences();
    }

    @Override
    public ModelEvaluation evaluateModel(EvaluateModelRequest request) {
        return heartbeats.during(Stage.EVALUATION, request.run(), heartbeat -> evaluate(request, heartbeat));
    }

    private ModelEvaluation evaluate(EvaluateModelRequest request, TrainingHeartbeat heartbeat) throws IOException {
        List<ClinicalCase> heldOut = cases.of(request.dataset(), Split.TEST).stream()
                .limit(request.settings().maxCases())
                .toList();
        if (heldOut.isEmpty()) {
            throw new InvalidInputException("dataset " + request.dataset().ref().shortDigest()
                    + ": found no held-out cases, expected at least one; raise ingest.testShare or give more cases");
        }
        List<CaseAnswers> answers = answer(request, heldOut, heartbeat);
        List<AnswerLine> lines = measure(heldOut, answers);
        return new ModelEvaluation(
                request.role(), request.model(), store(request, lines), lines.size(), metrics(lines));
    }

    private List<CaseAnswers> answer(
            EvaluateModelRequest request, List<ClinicalCase> heldOut, TrainingHeartbeat heartbeat) {
        LanguageModel model = models.model(request.model());
        if (request.adapter().isEmpty()) {
            return answer(request.settings(), heldOut, model, model.generator(), heartbeat);
        }
        try (LoraAdapter adapter =
                model.loadAdapter(cache.folder(request.adapter().get().ref()))) {
            return answer(request.settings(), heldOut, model, model.generator(adapter), heartbeat);
        }
    }

    private List<CaseAnswers> answer(
            EvaluationSettings settings,
            List<ClinicalCase> heldOut,
            LanguageModel model,
            Generator generator,
            TrainingHeartbeat heartbeat) {
        SamplingSettings served = new SamplingSettings(
                settings.temperature(), 0, settings.topP(), settings.maxCompletionTokens(), settings.seed());
        return new CaseAnswering(model, generator, settings.samplesPerCase(), served, sequencesAtOnce)
                .answer(
                        heldOut.stream()
                                .map(one -> new CaseAnswering.Question(one.id(), one.question()))
                                .toList(),
                        (done, total) -> {
                            heartbeat.throwIfStopped();
                            heartbeat.report("answers", done, total);
                        },
                        new StoppableListener(heartbeat));
    }

    private static List<AnswerLine> measure(List<ClinicalCase> heldOut, List<CaseAnswers> answers) {
        AnswerMeasurement measurement = new AnswerMeasurement(new AnswerMatcher());
        List<AnswerLine> lines = new ArrayList<>();
        for (int i = 0; i < heldOut.size(); i++) {
            ClinicalCase one = heldOut.get(i);
            CaseAnswers answer = answers.get(i);
            AnswerMeasurement.Known known =
                    new AnswerMeasurement.Known(one.id(), one.reference().orElse(one.answer()), one.cues());
            lines.add(measurement.of(known, answer.greedy(), answer.greedyTokens(), answer.sampled()));
        }
        return lines;
    }

    private static List<Metric> metrics(List<AnswerLine> lines) {
        return AnswerMetrics.of(lines).stream()
                .map(measured -> new Metric(
                        measured.name(),
                        measured.interval().estimate(),
                        measured.interval().low(),
                        measured.interval().high(),
                        measured.count()))
                .toList();
    }

    private ArtifactRef store(EvaluateModelRequest request, List<AnswerLine> lines) throws IOException {
        String role = request.role().name().toLowerCase(Locale.ROOT).replace('_', '-');
        try (WorkFolders.WorkFolder work = workFolders.create("evaluation")) {
            Path file = work.path().resolve("answers.jsonl");
            JsonLines.write(file, lines);
            return store.put(Stage.EVALUATION.key(request.run()) + "/answers-" + role + ".jsonl", file);
        }
    }
}
