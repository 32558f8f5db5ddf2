package org.residency.worker.gpu.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.models.BaseModelActivities;
import org.residency.activities.models.ImportBaseModelRequest;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.worker.gpu.GpuWorkerFixture;
import org.residency.worker.gpu.testing.ActivityStubs;
import org.residency.worker.gpu.testing.TinyModel;

class BaseModelActivitiesImplTest {

    private final ActivityStubs stubs = new ActivityStubs();

    @TempDir
    Path folder;

    private GpuWorkerFixture worker;
    private Path model;

    @BeforeEach
    void prepare() throws IOException {
        worker = new GpuWorkerFixture(folder.resolve("worker"));
        model = TinyModel.write(folder.resolve("tiny-llama"));
    }

    @AfterEach
    void close() {
        stubs.close();
        worker.close();
    }

    @Test
    void storesTheModelsOwnFilesUnderTheirDigest() throws IOException {
        Files.writeString(model.resolve("pytorch_model.bin"), "the same weights in another format");

        BaseModel imported = importModel();

        assertThat(imported.name()).isEqualTo("tiny-llama");
        assertThat(imported.architecture()).isEqualTo("LlamaForCausalLM");
        assertThat(imported.parameterCount()).isGreaterThan(10_000);
        assertThat(imported.ref().uri().getPath()).contains("/models/");
        assertThat(worker.store.index(imported.ref()).files())
                .containsOnlyKeys("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");
        assertThat(importModel()).as("imported again").isEqualTo(imported);
    }

    @Test
    void refusesAFolderWithoutWeights() throws IOException {
        Files.delete(model.resolve("model.safetensors"));

        assertRefused("without weights", "model.safetensors");
    }

    @Test
    void refusesAShortFile() throws IOException {
        byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
        Files.write(model.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length - 100));

        assertRefused("model.safetensors");
    }

    @Test
    void refusesWeightsThatContradictTheConfiguration() throws IOException {
        Path config = model.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"hidden_size\" : 32", "\"hidden_size\" : 64"));

        assertRefused("found");
    }

    @Test
    void refusesAPlaceWhereNothingLies() throws IOException {
        model = folder.resolve("nowhere");

        assertRefused("nothing lies at");
    }

    @Test
    void refusesAModelThatLearnedFromAPatientWhoWithdrew() {
        String sha256 = importModel().ref().sha256();
        new WithdrawalRegister(worker.store)
                .append(number -> new Withdrawal(
                        number,
                        new TreeMap<>(Map.of("k", "0123456789abcdef")),
                        new TreeSet<>(),
                        new TreeSet<>(List.of(sha256)),
                        "steward",
                        Instant.EPOCH,
                        "",
                        ""));

        assertThatThrownBy(this::importModel).cause().isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo(FailureKind.WITHDRAWN_DATA.name());
            assertThat(failure.getOriginalMessage()).contains("withdrawal 1");
        });
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(this::importModel).cause().isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo(FailureKind.INVALID_INPUT.name());
            assertThat(failure.isNonRetryable()).isTrue();
            assertThat(failure.getOriginalMessage()).contains(words);
        });
        // Nothing but how long the device was held.
        assertThat(worker.store.list("models/")).isEmpty();
    }

    private BaseModel importModel() {
        return stubs.of(
                        BaseModelActivities.class,
                        new BaseModelActivitiesImpl(worker.store, worker.models, worker.workFolders, worker.heartbeats))
                .importBaseModel(new ImportBaseModelRequest(new RunId("run-1"), model.toUri()));
    }
}
