package org.residency.worker.gpu;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.FileArtifactStore;
import org.residency.llm.LoadOptions;
import org.residency.temporal.Drain;
import org.residency.worker.gpu.testing.HookedStore;
import org.residency.worker.gpu.testing.TinyModel;

/** The parts of one worker process, put together by hand; a second fixture on the same folder is its successor. */
public final class GpuWorkerFixture implements AutoCloseable {

    public final HookedStore store;
    public final ArtifactCache cache;
    public final Drain drain = new Drain();
    public final Heartbeats heartbeats;
    public final DatasetCases cases;
    public final LoadedModels models;
    public final TrainingCheckpoints checkpoints;
    public final WorkFolders workFolders;
    public final GpuWorkerConfig config;

    public GpuWorkerFixture(Path folder) {
        config = new Config(folder.resolve("store").toUri(), folder.resolve("cache"));
        store = new HookedStore(new FileArtifactStore(folder.resolve("store")));
        cache = new ArtifactCache(store, config.cache());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        heartbeats = new Heartbeats(
                drain, new TrainingMetrics(registry), new GpuMeter(store, registry), OpenTelemetry.noop());
        cases = new DatasetCases(cache);
        models = new LoadedModels(cache, LoadOptions.cpu(1));
        checkpoints = new TrainingCheckpoints(store);
        workFolders = new WorkFolders(config);
    }

    /** The tiny model in the store. */
    public BaseModel baseModel(Path work) throws IOException {
        Path folder = TinyModel.write(work.resolve("tiny"));
        return new BaseModel(store.putFolder("models/tiny", folder), "tiny", "LlamaForCausalLM", 1);
    }

    @Override
    public void close() {
        models.unload();
    }

    private record Config(URI store, Path cache) implements GpuWorkerConfig {

        @Override
        public Optional<URI> s3Endpoint() {
            return Optional.empty();
        }

        @Override
        public Llm llm() {
            return new Llm() {
                @Override
                public String device() {
                    return "cpu";
                }

                @Override
                public int threads() {
                    return 1;
                }

                @Override
                public int sequences() {
                    return 6;
                }

                @Override
                public int rolloutsPerPass() {
                    return 4;
                }
            };
        }
    }
}
