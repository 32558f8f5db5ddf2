package org.residency.worker.gpu.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.evaluation.EvaluateModelRequest;
import org.residency.activities.evaluation.EvaluationActivities;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.scoring.files.AnswerLine;
import org.residency.scoring.files.JsonLines;
import org.residency.worker.gpu.GpuWorkerFixture;
import org.residency.worker.gpu.testing.ActivityStubs;
import org.residency.worker.gpu.testing.TinyDataset;
import org.residency.worker.gpu.testing.TinyModel;

class EvaluationActivitiesImplTest {

    private final ActivityStubs stubs = new ActivityStubs();

    @TempDir
    Path folder;

    private GpuWorkerFixture worker;

    @BeforeEach
    void prepare() {
        worker = new GpuWorkerFixture(folder.resolve("worker"));
    }

    @AfterEach
    void close() {
        stubs.close();
        worker.close();
    }

    @Test
    void answersEveryHeldOutCaseGreedilyAndSampled() throws IOException {
        ModelEvaluation evaluation = evaluate(new EvaluationSettings(null, 2, 1.0, null, 10, 3));

        List<AnswerLine> lines = lines(evaluation);
        assertThat(lines).hasSize(5).allSatisfy(line -> {
            assertThat(line.samples()).isEqualTo(2);
            assertThat(line.tokens()).isBetween(1, 10);
        });
        assertThat(evaluation.metrics())
                .extracting(Metric::name)
                .containsExactly(
                        Metric.EXACT_MATCH,
                        Metric.SAMPLED_EXACT_MATCH,
                        Metric.TOKEN_F1,
                        Metric.FORMAT_RATE,
                        Metric.CUE_COVERAGE);
        assertThat(evaluation.metric(Metric.EXACT_MATCH).high()).isLessThan(1);
    }

    @Test
    void countsACaseThatDoesNotFitTheModelAsWrong() throws IOException {
        ModelEvaluation evaluation = evaluate(new EvaluationSettings(2, 3, null, null, TinyModel.CONTEXT - 1, null));

        assertThat(lines(evaluation)).hasSize(2).allSatisfy(line -> {
            assertThat(line.greedyCorrect()).isFalse();
            assertThat(line.wellFormed()).isFalse();
            assertThat(line.samples()).isEqualTo(3);
            assertThat(line.sampledCorrect()).isZero();
        });
    }

    private ModelEvaluation evaluate(EvaluationSettings settings) throws IOException {
        EvaluationActivities evaluating = stubs.of(
                EvaluationActivities.class,
                new EvaluationActivitiesImpl(
                        worker.store,
                        worker.cache,
                        worker.cases,
                        worker.models,
                        worker.workFolders,
                        worker.heartbeats,
                        worker.config));
        return evaluating.evaluateModel(new EvaluateModelRequest(
                new RunId("run-1"),
                ModelRole.BASE,
                worker.baseModel(folder).ref(),
                Optional.empty(),
                TinyDataset.store(worker.store, folder, 1, 0, 5),
                settings));
    }

    private List<AnswerLine> lines(ModelEvaluation evaluation) throws IOException {
        return JsonLines.read(worker.cache.file(evaluation.answers()), AnswerLine.class);
    }
}
