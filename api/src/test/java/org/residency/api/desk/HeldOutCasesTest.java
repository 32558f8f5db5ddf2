package org.residency.api.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.api.report.StoredEvidence;
import org.residency.api.testing.SampleRun;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.workflows.RunStatus;

class HeldOutCasesTest {
    private final ArtifactStore store = new InMemoryArtifactStore();
    private final HeldOutCases cases = new HeldOutCases(new StoredEvidence(store, new ObjectMapper()));

    @Test
    void putsTheFaultsOfTheCandidateFirst() {
        ArtifactRef shard = put("shard", """
                {"id":"a","question":"Cough?","answer":"Diagnosis: cold"}
                {"id":"b","question":"Rash?","answer":"Diagnosis: measles"}
                {"id":"c","question":"Fever?","answer":"Diagnosis: flu"}
                """);
        ArtifactRef candidate = put("candidate", """
                {"case":"a","greedy":"it is dry</think>Diagnosis: cold","greedyCorrect":true}
                {"case":"b","greedy":"spots</think>Diagnosis: acne","greedyCorrect":false}
                {"case":"c","greedy":"without an end","greedyCorrect":false}
                """);
        ArtifactRef inService = put("in-service", """
                {"case":"a","greedy":"</think>Diagnosis: flu","greedyCorrect":false}
                {"case":"b","greedy":"spots</think>Diagnosis: measles","greedyCorrect":true}
                {"case":"c","greedy":"</think>Diagnosis: cold","greedyCorrect":false}
                """);

        List<CaseGroup> groups = cases.read(status(shard, candidate, inService), 5);

        assertThat(groups)
                .extracting(CaseGroup::title)
                .containsExactly(
                        "Wrong, where the model in service is right", "Wrong, as the model in service is", "Right");
        ReadCase worse = groups.get(0).cases().get(0);
        assertThat(worse.question()).isEqualTo("Rash?");
        assertThat(worse.answers())
                .containsExactly(
                        new ReadCase.Answer("the candidate", false, "Diagnosis: acne", "spots"),
                        new ReadCase.Answer("the model in service", true, "Diagnosis: measles", "spots"));
        assertThat(groups.get(1).cases().get(0).answers().get(0).answer()).isEmpty();
        assertThat(groups.get(2).cases()).extracting(ReadCase::id).containsExactly("a");
    }

    @Test
    void countsWhatItDoesNotShow() {
        ArtifactRef shard = put("shard", "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
        ArtifactRef answers =
                put("answers", "{\"case\":\"a\",\"greedyCorrect\":true}\n{\"case\":\"b\",\"greedyCorrect\":true}\n");

        CaseGroup right = cases.read(status(shard, answers, answers), 1).get(2);

        assertThat(right.total()).isEqualTo(2);
        assertThat(right.cases()).hasSize(1);
    }

    @Test
    void showsNothingWhereTheAnswersAreGone() {
        RunStatus status = new SampleRun(store, SampleRun.request(null)).waiting();

        assertThat(cases.read(status, 5)).isEmpty();
    }

    private ArtifactRef put(String key, String lines) {
        return store.put(key, lines.getBytes(StandardCharsets.UTF_8));
    }

    private RunStatus status(ArtifactRef shard, ArtifactRef candidate, ArtifactRef inService) {
        RunStatus sample = new SampleRun(store, SampleRun.request(null)).waiting();
        return new RunStatus(
                sample.request(),
                sample.stage(),
                sample.waiting(),
                sample.ingest(),
                sample.deidentified(),
                0,
                0,
                Optional.of(new Dataset(shard, List.of(new Shard(shard, Split.TEST, 0, 3)), Optional.empty())),
                sample.sft(),
                sample.rounds(),
                sample.grpo(),
                sample.merge(),
                Optional.of(new EvaluationReport(
                        shard,
                        List.of(
                                new ModelEvaluation(ModelRole.CANDIDATE, shard, candidate, 3, List.of()),
                                new ModelEvaluation(ModelRole.IN_SERVICE, shard, inService, 3, List.of())),
                        List.of())),
                sample.verdict(),
                sample.signOffs(),
                sample.refusedStatements(),
                sample.manifests(),
                List.of(),
                Optional.empty(),
                sample.outcome());
    }
}
