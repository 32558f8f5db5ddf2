package org.residency.artifacts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a store need not keep. Only what is known to be of passing use is ever removed, of runs that have ended, and
 * nothing that any manifest or deployment in the store names: whatever run made it, and whatever run uses it.
 */
public final class Housekeeping {

    private static final Pattern OF_A_STAGE = Pattern.compile("runs/([^/]+)/([0-9]-[a-z]+)/(.+)");
    private static final Pattern OF_A_ROUND =
            Pattern.compile("round-[0-9]+/((rollouts|rewards)-[0-9]+\\.jsonl|(adapter|optimizer)/.+)");
    private static final String MANIFEST = "/manifest.json";
    private static final String INDEX = "/" + StoredFolder.INDEX;

    private final ArtifactStore store;

    public Housekeeping(ArtifactStore store) {
        this.store = store;
    }

    /**
     * What may go, sorted by key. Changes nothing.
     *
     * @param endedAt when each run ended that has; a run that is not in it is left alone
     * @throws ArtifactCorruptException if a manifest cannot be read: without it nobody knows what it needs
     */
    public List<Removable> find(Map<String, Instant> endedAt, RetentionPolicy policy, Instant now) {
        List<String> keys = store.list("");
        Set<String> needed = needed(keys);
        Set<String> all = new HashSet<>(keys);
        List<Removable> removable = new ArrayList<>();
        for (String key : keys) {
            Matcher part = OF_A_STAGE.matcher(key);
            if (!part.matches() || !endedAt.containsKey(part.group(1)) || isNeeded(key, needed)) {
                continue;
            }
            boolean isWhole = all.contains("runs/" + part.group(1) + "/" + part.group(2) + MANIFEST);
            kind(part.group(2), part.group(3), isWhole)
                    .filter(kind -> endedAt.get(part.group(1))
                            .plus(retention(kind, policy))
                            .isBefore(now))
                    .ifPresent(kind -> removable.add(new Removable(key, kind)));
        }
        return removable;
    }

    /** Removes it; what is gone already is no fault. */
    public void remove(Removable removable) {
        store.delete(removable.key());
    }

    private static Optional<Removable.Kind> kind(String stage, String rest, boolean isWhole) {
        if (rest.startsWith("checkpoints/")) {
            return Optional.of(Removable.Kind.CHECKPOINT);
        }
        if (stage.equals("4-grpo") && OF_A_ROUND.matcher(rest).matches()) {
            return Optional.of(Removable.Kind.ROLLOUT);
        }
        // What a clinician signed is kept, whatever became of the run.
        boolean isPassing = rest.startsWith("parts/") || (!isWhole && !stage.equals("8-signoff"));
        return isPassing ? Optional.of(Removable.Kind.LEFTOVER) : Optional.empty();
    }

    private static Duration retention(Removable.Kind kind, RetentionPolicy policy) {
        return switch (kind) {
            case CHECKPOINT -> policy.checkpoints();
            case ROLLOUT -> policy.rollouts();
            case LEFTOVER -> policy.leftovers();
        };
    }

    private static boolean isNeeded(String key, Set<String> needed) {
        for (int end = key.length(); end > 0; end = key.lastIndexOf('/', end - 1)) {
            if (needed.contains(key.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    /** The keys of files, and of whole folders, that a manifest or a deployment names. */
    private Set<String> needed(List<String> keys) {
        Set<String> needed = new HashSet<>();
        for (String key : keys) {
            if (key.startsWith("runs/") && key.endsWith(MANIFEST)) {
                ArtifactRef ref = store.find(key).orElseThrow();
                Manifest manifest = ArtifactJson.read(ref, store.read(ref), Manifest.class);
                manifest.inputs().values().forEach(input -> add(needed, input));
                manifest.outputs().values().forEach(output -> add(needed, output));
                manifest.previous().ifPresent(previous -> add(needed, previous));
            } else if (key.startsWith("deployments/")) {
                ArtifactRef ref = store.find(key).orElseThrow();
                Deployment deployment = ArtifactJson.read(ref, store.read(ref), Deployment.class);
                add(needed, deployment.model().ref());
                add(needed, deployment.manifest());
            }
        }
        return needed;
    }

    private void add(Set<String> needed, ArtifactRef ref) {
        try {
            String key = store.keyOf(ref);
            needed.add(key.endsWith(INDEX) ? key.substring(0, key.length() - INDEX.length()) : key);
        } catch (ArtifactMissingException e) {
            // The notes and the base model may lie elsewhere: then there is nothing of them here to be kept.
        }
    }
}
