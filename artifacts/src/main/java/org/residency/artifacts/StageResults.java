package org.residency.artifacts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The results of stages by what was asked: {@code results/<stage>/<digest of what was asked>/<run>.json}. An entry is
 * written once and never changed. It keeps nothing alive: what it refers to may have been removed since.
 */
public final class StageResults {

    private final ArtifactStore store;

    public StageResults(ArtifactStore store) {
        this.store = store;
    }

    /** Keeps a result; what the run has kept of the same before stays as it is. */
    public void keep(StageResult result) {
        try {
            store.put(folder(result.asked()) + result.run() + ".json", ArtifactJson.write(result));
        } catch (ArtifactConflictException e) {
            // A newer worker tried again what an older one had kept already: the manifest is the older one's too.
            return;
        }
    }

    /** What runs came to that were asked for the very same, by the runs' ids. */
    public List<StageResult> of(AskedStage asked) {
        return store.list(folder(asked)).stream()
                .map(store::find)
                .flatMap(Optional::stream)
                .map(ref -> ArtifactJson.read(ref, store.read(ref), StageResult.class))
                .toList();
    }

    /** What one run came to; empty if it has not come to that, or was asked for something else. */
    public Optional<StageResult> of(AskedStage asked, String run) {
        return of(asked).stream().filter(result -> result.run().equals(run)).findFirst();
    }

    /**
     * Why a result cannot be used: its manifest does not prove it, or something in it is not there any more. Files are
     * digested anew; of a folder the index is, and its files are looked for: their bytes are verified when they are read.
     *
     * @return empty if it can
     */
    public Optional<String> fault(StageResult result) {
        ArtifactRef proof = result.maker().manifest();
        try {
            Manifest manifest = ArtifactJson.read(proof, store.read(proof), Manifest.class);
            if (!proves(manifest, result)) {
                return Optional.of(proof.uri() + ": does not say that this was made of that");
            }
        } catch (ArtifactMissingException | ArtifactCorruptException e) {
            return Optional.of(e.getMessage());
        }
        return result.references().stream()
                .filter(ref -> !isThere(ref))
                .findFirst()
                .map(ref -> ref.uri() + ": not there any more, or damaged");
    }

    private static boolean proves(Manifest manifest, StageResult result) {
        Set<String> made =
                manifest.outputs().values().stream().map(ArtifactRef::sha256).collect(Collectors.toSet());
        return manifest.run().equals(result.maker().run())
                && result.asked().isAskedBy(manifest)
                && result.references().stream().map(ArtifactRef::sha256).anyMatch(made::contains);
    }

    private boolean isThere(ArtifactRef ref) {
        try {
            String key = store.keyOf(ref);
            if (!key.endsWith("/" + StoredFolder.INDEX)) {
                return store.find(key)
                        .filter(found -> found.sha256().equals(ref.sha256()))
                        .isPresent();
            }
            String folder = key.substring(0, key.length() - StoredFolder.INDEX.length());
            return Set.copyOf(store.list(folder))
                    .containsAll(store.index(ref).files().keySet().stream()
                            .map(name -> folder + name)
                            .toList());
        } catch (ArtifactMissingException | ArtifactCorruptException e) {
            return false;
        }
    }

    private static String folder(AskedStage asked) {
        return "results/" + asked.stage() + "/" + asked.sha256() + "/";
    }
}
