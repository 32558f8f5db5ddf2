package org.residency.worker.gpu.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.merge.MergeActivities;
import org.residency.activities.merge.MergeRequest;
import org.residency.activities.merge.MergedAdapter;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.worker.gpu.GpuWorkerFixture;
import org.residency.worker.gpu.testing.ActivityStubs;
import org.residency.worker.gpu.testing.TinyDataset;

class MergeActivitiesImplTest {

    @TempDir
    Path folder;

    @Test
    void writesAWholeModelFolderAndProvesItEqual() throws IOException {
        try (GpuWorkerFixture worker = new GpuWorkerFixture(folder.resolve("worker"));
                ActivityStubs stubs = new ActivityStubs()) {
            BaseModel base = worker.baseModel(folder);
            Dataset dataset = TinyDataset.store(worker.store, folder, 2, 2, 0);
            MergeActivities merging = stubs.of(
                    MergeActivities.class,
                    new MergeActivitiesImpl(
                            worker.store,
                            worker.cache,
                            worker.cases,
                            worker.models,
                            worker.workFolders,
                            worker.heartbeats));

            MergedAdapter merged =
                    merging.mergeAdapter(new MergeRequest(new RunId("run-1"), base, adapter(worker, base), dataset));

            assertThat(worker.store.index(merged.model().ref()).files())
                    .containsKeys("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");
            assertThat(merged.meanKl()).isLessThan(1e-6);
            assertThat(merged.greedyAgreement()).isGreaterThan(0.99);
            assertThat(new String(worker.store.read(merged.equivalence()), StandardCharsets.UTF_8))
                    .contains("positions", "maxLogitDifference");
        }
    }

    private Adapter adapter(GpuWorkerFixture worker, BaseModel base) {
        try (LoraAdapter fresh = LoraAdapter.create(
                worker.models.model(base.ref()).transformer(),
                LoraSettings.defaults().withRank(4, 8),
                1)) {
            fresh.save(folder.resolve("adapter"));
        }
        return new Adapter(worker.store.putFolder("adapter", folder.resolve("adapter")));
    }
}
