package org.residency.worker.gpu;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.model.BaseQuantization;

/**
 * The model in memory. It stays loaded between activities of one model and is closed when another is asked for, so a
 * model is in use until the next call alone.
 */
@Singleton
public final class LoadedModels {

    private final ArtifactCache cache;
    private final LoadOptions options;
    private Optional<Loaded> loaded = Optional.empty();

    LoadedModels(ArtifactCache cache, LoadOptions options) {
        this.cache = cache;
        this.options = options;
    }

    private record Loaded(String sha256, BaseQuantization quantization, LanguageModel model) {}

    /**
     * The model of that folder, verified when it was fetched.
     *
     * @throws org.residency.llm.folder.ModelFormatException where the folder cannot be used
     * @throws org.residency.artifacts.ArtifactCorruptException where its files are not those of the reference
     */
    public LanguageModel model(ArtifactRef folder) {
        return model(folder, BaseQuantization.NONE);
    }

    /** The same with its projections held in that way. */
    public synchronized LanguageModel model(ArtifactRef folder, BaseQuantization quantization) {
        if (loaded.isPresent()
                && loaded.get().sha256().equals(folder.sha256())
                && loaded.get().quantization() == quantization) {
            return loaded.get().model();
        }
        unload();
        LanguageModel model = LanguageModel.load(cache.folder(folder), options.withQuantization(quantization));
        loaded = Optional.of(new Loaded(folder.sha256(), quantization, model));
        return model;
    }

    /** How models are loaded here, for one that is needed only once. */
    public LoadOptions options() {
        return options;
    }

    /** Makes room. */
    @PreDestroy
    public synchronized void unload() {
        loaded.ifPresent(former -> former.model().close());
        loaded = Optional.empty();
    }
}
