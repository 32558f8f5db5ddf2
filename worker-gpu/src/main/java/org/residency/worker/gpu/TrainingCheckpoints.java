package org.residency.worker.gpu;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.residency.artifacts.ArtifactCorruptException;
import org.residency.artifacts.ArtifactMissingException;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Checkpoint;

/**
 * The checkpoints of one training in the store, each a folder {@code <key>/checkpoints/step-NNNNNN}.
 *
 * <p>An attempt that was given up may still be running beside its successor. It cannot harm it: artifacts are never
 * overwritten, and training is deterministic, so what it writes a second time has the same bytes.
 */
@Singleton
public final class TrainingCheckpoints {

    private static final Logger LOG = Logger.getLogger(TrainingCheckpoints.class);
    private static final Pattern INDEX = Pattern.compile(".*/step-(\\d{6})/index\\.json");

    private final ArtifactStore store;

    TrainingCheckpoints(ArtifactStore store) {
        this.store = store;
    }

    /** A checkpoint, and where it was fetched to. */
    public record Fetched(Checkpoint checkpoint, Path folder) {}

    /** Stores a whole checkpoint folder. */
    public Checkpoint keep(String trainingKey, int step, Path folder) {
        return new Checkpoint(store.putFolder(key(trainingKey, step), folder), step);
    }

    /**
     * Fetches the newest checkpoint that is whole, of the one that was told of and those that lie in the store: a worker
     * may have died after storing one and before its heartbeat told so.
     *
     * @param target the folder that appears
     */
    public Optional<Fetched> fetchNewest(String trainingKey, Optional<Checkpoint> told, Path target) {
        Map<Integer, Checkpoint> newestFirst = new TreeMap<>(Comparator.reverseOrder());
        for (String key : store.list(trainingKey + "/checkpoints/")) {
            Matcher index = INDEX.matcher(key);
            if (index.matches()) {
                int step = Integer.parseInt(index.group(1));
                store.findFolder(key(trainingKey, step))
                        .ifPresent(found -> newestFirst.put(step, new Checkpoint(found, step)));
            }
        }
        told.ifPresent(checkpoint -> newestFirst.put(checkpoint.step(), checkpoint));
        for (Checkpoint checkpoint : newestFirst.values()) {
            try {
                return Optional.of(new Fetched(checkpoint, store.fetchFolder(checkpoint.ref(), target)));
            } catch (ArtifactCorruptException | ArtifactMissingException e) {
                LOG.warnf("Checkpoint of step %d cannot be used: %s", checkpoint.step(), e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static String key(String trainingKey, int step) {
        return "%s/checkpoints/step-%06d".formatted(trainingKey, step);
    }
}
