package org.residency.worker.cpu.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.residency.worker.cpu.ActivityHarness.failureOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.evaluation.CompareModelsRequest;
import org.residency.activities.evaluation.ComparisonActivities;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.evaluation.PairedDifference;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.scoring.files.AnswerLine;
import org.residency.scoring.files.JsonLines;
import org.residency.worker.cpu.ActivityHarness;

class ComparisonActivitiesImplTest {

    @TempDir
    Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final ArtifactRef model = store.put("model", new byte[] {1});
    private final Dataset dataset = new Dataset(store.put("dataset", new byte[] {2}), List.of(), Optional.empty());
    private final ActivityHarness harness = new ActivityHarness();
    private ComparisonActivities activities;

    @BeforeEach
    void register() {
        activities = harness.stub(
                ComparisonActivities.class,
                new ComparisonActivitiesImpl(store, new ArtifactCache(store, folder.resolve("cache"))));
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void pairsAnswersByCaseWhateverTheirOrder() throws IOException {
        List<AnswerLine> base = answers(100, 40);
        Collections.reverse(base);

        EvaluationReport report =
                compare(evaluation(ModelRole.BASE, base), evaluation(ModelRole.CANDIDATE, answers(100, 70)));

        PairedDifference exact =
                report.difference(ModelRole.BASE, Metric.EXACT_MATCH).orElseThrow();
        assertThat(exact.value()).isCloseTo(0.3, within(1e-12));
        // Newcombe's method 10 written out in Python for the table 40, 30, 0, 30. As if the cases were not the same
        // ones,
        // the low end would be 0.1629.
        assertThat(exact.low()).isCloseTo(0.20425, within(1e-5));
        assertThat(exact.high()).isCloseTo(0.38517, within(1e-5));
        assertThat(report.difference(ModelRole.BASE, Metric.SAMPLED_EXACT_MATCH)
                        .orElseThrow()
                        .value())
                .isCloseTo(0.3, within(1e-12));
        assertThat(report.difference(ModelRole.BASE, Metric.CUE_COVERAGE)
                        .orElseThrow()
                        .value())
                .isZero();
        assertThat(report.evaluations())
                .extracting(ModelEvaluation::role)
                .containsExactly(ModelRole.CANDIDATE, ModelRole.BASE);
    }

    @Test
    void storesWhatIsSignedWithTheDatasetsDigest() throws IOException {
        EvaluationReport report =
                compare(evaluation(ModelRole.CANDIDATE, answers(10, 7)), evaluation(ModelRole.BASE, answers(10, 4)));

        assertThat(new String(store.read(report.ref()), StandardCharsets.UTF_8))
                .contains(
                        "\"datasetSha256\":\"" + dataset.ref().sha256() + "\"", "\"run\":\"r1\"", "\"differences\":[{");
        assertThat(report.ref().uri().getPath()).isEqualTo("/runs/r1/6-evaluation/report.json");
    }

    @Test
    void writesTheSameReportAgain() throws IOException {
        ModelEvaluation candidate = evaluation(ModelRole.CANDIDATE, answers(10, 7));
        ModelEvaluation base = evaluation(ModelRole.BASE, answers(10, 4));

        assertThat(compare(candidate, base)).isEqualTo(compare(base, candidate));
    }

    @Test
    void refusesAnswersToOtherCases() throws IOException {
        ModelEvaluation candidate = evaluation(ModelRole.CANDIDATE, answers(10, 7));
        ModelEvaluation base = evaluation(ModelRole.BASE, answers(9, 4));

        var failure = failureOf(() -> compare(candidate, base));

        assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
        assertThat(failure.getOriginalMessage()).contains("found 9 cases, expected the same 10");
    }

    @Test
    void refusesAReportWithoutACandidate() throws IOException {
        ModelEvaluation base = evaluation(ModelRole.BASE, answers(10, 7));

        assertThat(failureOf(() -> compare(base)).getType()).isEqualTo("INVALID_INPUT");
    }

    private EvaluationReport compare(ModelEvaluation... evaluations) {
        return activities.compareModels(new CompareModelsRequest(
                new RunId("r1"), dataset, List.of(evaluations), EvaluationSettings.defaults()));
    }

    private ModelEvaluation evaluation(ModelRole role, List<AnswerLine> answers) throws IOException {
        Path file = folder.resolve("answers.jsonl");
        JsonLines.write(file, answers);
        ArtifactRef ref = store.put("answers-" + role, file);
        return new ModelEvaluation(
                role, model, ref, answers.size(), List.of(new Metric(Metric.EXACT_MATCH, 0.5, 0.4, 0.6, 10)));
    }

    private static List<AnswerLine> answers(int cases, int right) {
        List<AnswerLine> answers = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            boolean isRight = i < right;
            OptionalDouble cues = i % 2 == 0 ? OptionalDouble.of(0.5) : OptionalDouble.empty();
            answers.add(new AnswerLine(
                    "case-" + i, isRight, isRight ? 4 : 0, 4, true, isRight ? 1 : 0, cues, 12, "text", List.of()));
        }
        return answers;
    }
}
