package org.residency.worker.gpu;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.residency.artifacts.ArtifactCorruptException;
import org.residency.artifacts.ArtifactMissingException;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Checkpoint;
import org.residency.artifacts.Sha256;

/**
 * The checkpoints of one training in the store, each a folder {@code <key>/checkpoints/step-NNNNNN/<digest>}.
 *
 * <p>An attempt that was given up may still be running beside its successor, or wake up hours later. It cannot harm it: a
 * checkpoint's own content names its folder, so that other bytes of the same step, as a GPU may compute them, lie beside it
 * and never in its place.
 */
@Singleton
public final class TrainingCheckpoints {

    private static final Logger LOG = Logger.getLogger(TrainingCheckpoints.class);
    private static final Pattern INDEX = Pattern.compile(".*/(step-(\\d{6})/[0-9a-f]{16})/index\\.json");

    private final ArtifactStore store;

    TrainingCheckpoints(ArtifactStore store) {
        this.store = store;
    }

    /** A checkpoint, and where it was fetched to. */
    public record Fetched(Checkpoint checkpoint, Path folder) {}

    /** Stores a whole checkpoint folder. */
    public Checkpoint keep(String trainingKey, int step, Path folder) {
        String key = "%s/checkpoints/step-%06d/%s".formatted(trainingKey, step, contentOf(folder));
        return new Checkpoint(store.putFolder(key, folder), step);
    }

    /**
     * Fetches the newest checkpoint that is whole, of the one that was told of and those that lie in the store: a worker
     * may have died after storing one and before its heartbeat told so.
     *
     * @param target the folder that appears
     */
    public Optional<Fetched> fetchNewest(String trainingKey, Optional<Checkpoint> told, Path target) {
        List<Checkpoint> candidates = new ArrayList<>();
        told.ifPresent(candidates::add);
        for (String key : store.list(trainingKey + "/checkpoints/")) {
            Matcher index = INDEX.matcher(key);
            if (index.matches()) {
                int step = Integer.parseInt(index.group(2));
                store.findFolder(trainingKey + "/checkpoints/" + index.group(1))
                        .ifPresent(found -> candidates.add(new Checkpoint(found, step)));
            }
        }
        // Of one step, the one that was told of is tried first: the sort keeps their order.
        candidates.sort(Comparator.comparingInt(Checkpoint::step).reversed());
        for (Checkpoint checkpoint : candidates) {
            try {
                return Optional.of(new Fetched(checkpoint, store.fetchFolder(checkpoint.ref(), target)));
            } catch (ArtifactCorruptException | ArtifactMissingException e) {
                LOG.warnf("Checkpoint of step %d cannot be used: %s", checkpoint.step(), e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** A short digest of the folder's file names and contents. */
    private static String contentOf(Path folder) {
        StringBuilder names = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                names.append(folder.relativize(file))
                        .append(' ')
                        .append(Sha256.of(file))
                        .append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint in " + folder + " cannot be read", e);
        }
        return Sha256.of(names.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }
}
