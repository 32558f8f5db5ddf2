package org.residency.serving;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.jboss.logging.Logger;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactCorruptException;
import org.residency.artifacts.ArtifactMissingException;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.Manifest;
import org.residency.artifacts.ManifestChain;
import org.residency.artifacts.ServedSettings;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.folder.ModelFormatException;

/**
 * Brings a model into memory, if it is the one that was signed: its chain of manifests must end in a sign-off and say that
 * the run's merge made these very weights. One change at a time, so that no weights are freed while they change places.
 */
@Singleton
public final class ModelLoader {

    private static final Logger LOG = Logger.getLogger(ModelLoader.class);
    private static final String MERGE = "5-merge";
    private static final String SIGN_OFF = "8-signoff";
    private static final String SIGN_OFF_ENDING = "signoff.ending";
    private static final String APPROVED = "APPROVED";

    private final ArtifactStore store;
    private final ArtifactCache cache;
    private final LoadOptions options;
    private final ModelShelf shelf;

    ModelLoader(ArtifactStore store, ArtifactCache cache, LoadOptions options, ModelShelf shelf) {
        this.store = store;
        this.cache = cache;
        this.options = options;
        this.shelf = shelf;
    }

    /**
     * Puts a deployment's model to service.
     *
     * @throws ModelRefusedException if anything does not verify; the model in service stays
     * @throws org.residency.artifacts.ArtifactStoreException if the store does not answer
     */
    synchronized void putInService(Deployment deployment) {
        LoadedModel weights = load(deployment.model().ref(), deployment.manifest());
        shelf.putInService(new ServedModel(weights, deployment.settings(), Optional.of(deployment)));
    }

    /** Loads a candidate beside the model in service; otherwise as {@link #putInService}. */
    public synchronized void putBeside(ArtifactRef model, ArtifactRef manifest, ServedSettings settings) {
        shelf.putBeside(new ServedModel(load(model, manifest), settings, Optional.empty()));
    }

    /** Forgets the candidate, where there is one. */
    public synchronized void dropCandidate() {
        shelf.dropCandidate();
    }

    private LoadedModel load(ArtifactRef model, ArtifactRef manifest) {
        try {
            verifyChain(model, manifest);
            return shelf.weights(model.sha256()).orElseGet(() -> read(model));
        } catch (ArtifactCorruptException | ArtifactMissingException | ModelFormatException e) {
            throw new ModelRefusedException(e.getMessage());
        }
    }

    private void verifyChain(ArtifactRef model, ArtifactRef manifest) {
        ManifestChain chain = ManifestChain.read(store, manifest);
        if (!names(chain.stage(MERGE).map(Manifest::outputs), model)) {
            throw refused(
                    chain,
                    manifest,
                    "found no stage " + MERGE + " that made model " + model.shortDigest()
                            + ", expected one; deploy the model that the run merged");
        }
        Optional<Manifest> signOff = chain.stage(SIGN_OFF);
        if (!names(signOff.map(Manifest::inputs), model)
                || signOff.orElseThrow().outputs().isEmpty()
                || !APPROVED.equals(signOff.orElseThrow().settings().get(SIGN_OFF_ENDING))) {
            throw refused(
                    chain,
                    manifest,
                    "found no stage " + SIGN_OFF + " that approves model " + model.shortDigest()
                            + "; only signed models are served");
        }
    }

    private static boolean names(Optional<SortedMap<String, ArtifactRef>> refs, ArtifactRef model) {
        return refs.stream()
                .flatMap(named -> named.values().stream())
                .anyMatch(ref -> ref.sha256().equals(model.sha256()));
    }

    private static ModelRefusedException refused(ManifestChain chain, ArtifactRef manifest, String problem) {
        return new ModelRefusedException("manifest " + manifest.shortDigest() + " of " + chain.run() + ": " + problem);
    }

    private LoadedModel read(ArtifactRef model) {
        long start = System.nanoTime();
        Path folder = cache.folder(model);
        LanguageModel loaded = LanguageModel.load(folder, options);
        LOG.infof(
                "Model %s verified and loaded in %d ms", model.shortDigest(), (System.nanoTime() - start) / 1_000_000);
        return new LoadedModel(model, loaded);
    }
}
