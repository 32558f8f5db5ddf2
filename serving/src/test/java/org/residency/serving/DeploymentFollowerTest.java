package org.residency.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.DeploymentLog;
import org.residency.artifacts.FileArtifactStore;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.serving.testing.SignedModels;
import org.residency.serving.testing.TinyModel;

class DeploymentFollowerTest {

    @TempDir
    static Path models;

    @TempDir
    Path folder;

    private ModelShelf shelf;

    @BeforeAll
    static void makeModels() throws IOException {
        TinyModel.write(models.resolve("a"), 1);
        TinyModel.write(models.resolve("b"), 2);
    }

    @AfterEach
    void close() {
        if (shelf != null) {
            shelf.close();
        }
    }

    @Test
    void servesNothingBeforeTheFirstDeployment() {
        DeploymentFollower follower = process("cache");

        assertThat(follower.refresh()).isEmpty();
        assertThat(follower.state().state()).isEqualTo(FollowedLog.State.EMPTY);
    }

    @Test
    void followsEachNewDeploymentAndKeepsTheFormerModelHot() {
        DeploymentFollower follower = process("cache");
        deploy("run-1", "a");
        assertThat(follower.refresh()).map(Deployment::number).contains(1);
        LanguageModel first = weightsInService();
        deploy("run-2", "b");
        assertThat(follower.refresh()).map(Deployment::number).contains(2);
        assertThat(weightsInService()).isNotSameAs(first);

        new DeploymentLog(store()).restore(2);

        assertThat(follower.refresh()).map(Deployment::number).contains(3);
        assertThat(weightsInService()).as("the very weights that were kept").isSameAs(first);
    }

    @Test
    void comesBackToTheSameDeploymentAfterARestart() {
        deploy("run-1", "a");
        deploy("run-2", "b");
        assertThat(process("cache").refresh()).map(Deployment::number).contains(2);
        close();

        assertThat(process("cache").refresh()).map(Deployment::number).contains(2);
        assertThat(shelf.deployment()).map(Deployment::run).contains("run-2");
    }

    @Test
    void refusesATamperedWeightFileAndKeepsTheFormerModel() throws IOException {
        DeploymentFollower follower = process("cache");
        deploy("run-1", "a");
        follower.refresh();
        deploy("run-2", "b");
        flipAByte(folder.resolve("store/runs/run-2/5-merge/model/model.safetensors"));

        assertThatThrownBy(follower::refresh)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("changed or damaged");
        assertThat(shelf.deployment()).map(Deployment::number).contains(1);
        assertThat(follower.state().hasRefused(2)).isTrue();
    }

    @Test
    void fetchesAnewWhatWasTamperedWithInItsOwnCache() throws IOException {
        Deployment deployment = deploy("run-1", "a");
        process("cache").refresh();
        close();
        Path cached = folder.resolve("cache/folders")
                .resolve(deployment.model().ref().sha256())
                .resolve("model.safetensors");
        byte[] signed = Files.readAllBytes(cached);
        flipAByte(cached);

        process("cache").refresh();

        assertThat(cached).hasBinaryContent(signed);
    }

    @Test
    void refusesAModelThatItsManifestsDoNotName() {
        DeploymentFollower follower = process("cache");
        SignedModels signedModels = new SignedModels(store());
        SignedModels.Signed one = signedModels.signed("run-1", models.resolve("a"));
        SignedModels.Signed other = signedModels.signed("run-2", models.resolve("b"));
        signedModels.deploy(new SignedModels.Signed("run-1", one.model(), other.manifest()), 20);

        assertThatThrownBy(follower::refresh)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("found no stage 5-merge that made model");
    }

    @Test
    void refusesAModelNobodySigned() {
        DeploymentFollower follower = process("cache");
        SignedModels signedModels = new SignedModels(store());
        signedModels.deploy(signedModels.unsigned("run-1", models.resolve("a")), 20);

        assertThatThrownBy(follower::refresh)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("only signed models are served");
    }

    @Test
    void refusesAModelThatAClinicianRejected() {
        DeploymentFollower follower = process("cache");
        SignedModels signedModels = new SignedModels(store());
        signedModels.deploy(signedModels.rejected("run-1", models.resolve("a")), 20);

        assertThatThrownBy(follower::refresh)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("only signed models are served");
    }

    @Test
    void refusesAManifestThatWasChanged() throws IOException {
        DeploymentFollower follower = process("cache");
        deploy("run-1", "a");
        flipAByte(folder.resolve("store/runs/run-1/5-merge/manifest.json"));

        assertThatThrownBy(follower::refresh)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("manifest.json");
    }

    private DeploymentFollower process(String cache) {
        ArtifactStore store = store();
        shelf = new ModelShelf();
        ModelLoader loader =
                new ModelLoader(store, new ArtifactCache(store, folder.resolve(cache)), LoadOptions.cpu(1), shelf);
        return new DeploymentFollower(
                new DeploymentLog(store),
                loader,
                shelf,
                new ServingMetrics(new SimpleMeterRegistry()),
                new Config(folder.resolve("store").toUri(), folder.resolve(cache)));
    }

    private ArtifactStore store() {
        return new FileArtifactStore(folder.resolve("store"));
    }

    private Deployment deploy(String run, String model) {
        SignedModels signedModels = new SignedModels(store());
        return signedModels.deploy(signedModels.signed(run, models.resolve(model)), 20);
    }

    private LanguageModel weightsInService() {
        return shelf.inService().orElseThrow().languageModel();
    }

    private static void flipAByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private record Config(URI store, Path cache) implements ServingConfig {

        @Override
        public Optional<URI> s3Endpoint() {
            return Optional.empty();
        }

        @Override
        public Llm llm() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Serving serving() {
            return new Serving() {
                @Override
                public Optional<String> token() {
                    return Optional.empty();
                }

                @Override
                public int maxCharacters() {
                    return 100;
                }

                @Override
                public int queueSize() {
                    return 1;
                }

                @Override
                public Duration poll() {
                    return Duration.ofSeconds(5);
                }
            };
        }
    }
}
