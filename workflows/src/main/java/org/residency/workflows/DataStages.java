package org.residency.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.FailureKind;
import org.residency.activities.Stage;
import org.residency.activities.ingest.IngestActivities;
import org.residency.activities.ingest.IngestRequest;
import org.residency.activities.ingest.IngestedDataset;
import org.residency.activities.models.BaseModelActivities;
import org.residency.activities.models.ImportBaseModelRequest;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Shard;

/** From the notes to a de-identified dataset. */
final class DataStages {

    /** References to more shards than this would make the history's entries too large. */
    private static final int MAX_SHARDS = 500;

    private final RunContext run;

    DataStages(RunContext run) {
        this.run = run;
    }

    BaseModel importBaseModel() {
        run.enter(Stage.INGEST);
        return Workflow.newActivityStub(
                        BaseModelActivities.class, StageOptions.IMPORT_BASE_MODEL.summarized("Import the base model"))
                .importBaseModel(
                        new ImportBaseModelRequest(run.id(), run.request().baseModel()));
    }

    IngestedDataset ingest() {
        run.enter(Stage.INGEST);
        IngestedDataset ingested = Workflow.newActivityStub(
                        IngestActivities.class, StageOptions.INGEST.summarized("Ingest the notes"))
                .ingestDataset(new IngestRequest(
                        run.id(),
                        run.request().source(),
                        run.request().columns(),
                        run.request().consent(),
                        run.settings().ingest()));
        requireFewShards(ingested);
        SortedMap<String, String> asked =
                FlatSettings.of("ingest", run.settings().ingest());
        run.request().columns().forEach((field, column) -> asked.put("ingest.columns." + field, column));
        run.request().consent().ifPresent(consent -> asked.put("ingest.consent", consent));
        run.provenance().record(Stage.INGEST, Map.of("source", ingested.source()), asked, rawShards(ingested));
        run.journal().ingested(ingested.counts());
        return ingested;
    }

    DeidentificationResult deidentify(IngestedDataset ingested) {
        run.enter(Stage.DEIDENTIFICATION);
        Done<DeidentificationResult> done = run.get(
                Work.of(
                        Stage.DEIDENTIFICATION,
                        rawShards(ingested),
                        FlatSettings.of("deidentification", run.settings().deidentification()),
                        DeidentificationResult.class),
                () -> deidentifyShards(ingested));
        DeidentificationResult result = done.value();
        run.journal().deidentified(result);
        SortedMap<String, ArtifactRef> outputs = new TreeMap<>();
        result.dataset().ifPresent(dataset -> {
            outputs.put("dataset", dataset.ref());
            dataset.audits().ifPresent(audits -> outputs.put("audits", audits));
        });
        for (int i = 0; i < result.audits().size(); i++) {
            outputs.put("audit/%05d".formatted(i), result.audits().get(i).report());
        }
        SortedMap<String, String> asked = new TreeMap<>(done.work().settings());
        asked.put("deidentification.quarantined", String.valueOf(result.quarantined()));
        // What the audit refused is no success: another run looks again.
        List<Done<?>> success = result.dataset().isPresent() ? List.of(done) : List.of();
        run.provenance().record(Stage.DEIDENTIFICATION, done.work().inputs(), asked, outputs, success);
        return result;
    }

    private DeidentificationResult deidentifyShards(IngestedDataset ingested) {
        DeidentificationWorkflow child = Workflow.newChildWorkflowStub(
                DeidentificationWorkflow.class,
                StageOptions.ofChild(
                        DeidentificationRequest.workflowId(run.id()),
                        "De-identify %d shards".formatted(ingested.rawShards().size())));
        return run.pause()
                .await(
                        () -> Async.function(
                                child::deidentify,
                                new DeidentificationRequest(
                                        run.id(),
                                        ingested.rawShards(),
                                        run.settings().deidentification(),
                                        Optional.of(ingested.counts()))),
                        () -> Workflow.getWorkflowExecution(child));
    }

    private void requireFewShards(IngestedDataset ingested) {
        int shards = ingested.rawShards().size();
        if (shards > MAX_SHARDS) {
            int enough = run.settings().ingest().casesPerShard() * (shards / MAX_SHARDS + 1);
            throw FailureKind.INVALID_INPUT.failure("ingest.casesPerShard: found "
                    + run.settings().ingest().casesPerShard() + ", which makes " + shards + " shards, expected at most "
                    + MAX_SHARDS + "; set it to " + enough);
        }
    }

    private static SortedMap<String, ArtifactRef> rawShards(IngestedDataset ingested) {
        SortedMap<String, ArtifactRef> shards = new TreeMap<>();
        for (Shard shard : ingested.rawShards()) {
            shards.put("rawShard/%s/%05d".formatted(shard.split(), shard.index()), shard.ref());
        }
        return shards;
    }
}
