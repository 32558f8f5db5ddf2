package org.residency.artifacts;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The log of what was put to service, in the store under {@code deployments/}; the entry with the highest number is in
 * service. Entries are only ever added, each number once, however many processes add at the same time.
 */
public final class DeploymentLog {

    private static final String PREFIX = "deployments/";
    private static final int ATTEMPTS = 20;

    private final ArtifactStore store;

    public DeploymentLog(ArtifactStore store) {
        this.store = store;
    }

    /** What is in service; empty if nothing ever was. */
    public Optional<Deployment> current() {
        List<String> keys = store.list(PREFIX);
        return keys.isEmpty() ? Optional.empty() : Optional.of(read(keys.get(keys.size() - 1)));
    }

    /** All entries, oldest first. */
    public List<Deployment> entries() {
        return store.list(PREFIX).stream().map(this::read).toList();
    }

    /**
     * Puts a run's model to service. A run does so once: asked again, this answers with the entry it made.
     *
     * @throws ArtifactStoreException if the store cannot be written, or others kept adding
     */
    public Deployment promote(String run, MergedModel model, ArtifactRef manifest, ServedSettings settings) {
        Optional<Deployment> earlier = entries().stream()
                .filter(entry -> entry.run().equals(run) && entry.restores().isEmpty())
                .findFirst();
        return earlier.orElseGet(() -> append(former -> new Deployment(
                former.map(Deployment::number).orElse(0) + 1,
                run,
                model,
                manifest,
                settings,
                former.map(Deployment::number),
                Optional.empty())));
    }

    /**
     * Takes the deployment with this number out of service and brings back the one it replaced. Asked again, this answers
     * with the entry it made.
     *
     * @throws IllegalArgumentException if that deployment is not the one in service, or replaced none
     */
    public Deployment restore(int undo) {
        return append(former -> {
            Deployment inService = former.orElseThrow(
                    () -> new IllegalArgumentException("deployment " + undo + ": nothing is in service"));
            if (inService.restores().isPresent() && inService.replaced().equals(Optional.of(undo))) {
                return inService;
            }
            if (inService.number() != undo) {
                throw new IllegalArgumentException("deployment " + undo + " is not in service, number "
                        + inService.number() + " is; roll back that one");
            }
            int restored = inService
                    .replaced()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "deployment " + undo + " replaced none, so there is nothing to go back to"));
            Deployment back = read(Deployment.key(restored));
            return new Deployment(
                    undo + 1,
                    back.run(),
                    back.model(),
                    back.manifest(),
                    back.settings(),
                    Optional.of(undo),
                    Optional.of(restored));
        });
    }

    /** Adds what {@code next} makes of the newest entry; asks it again where another process was quicker. */
    private Deployment append(Function<Optional<Deployment>, Deployment> next) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Deployment> former = current();
            Deployment added = next.apply(former);
            if (former.equals(Optional.of(added))) {
                return added;
            }
            try {
                store.put(Deployment.key(added.number()), ArtifactJson.write(added));
                return added;
            } catch (ArtifactConflictException e) {
                // Another process took the number: look again at what is in service.
            }
        }
        throw new ArtifactStoreException(
                "deployment log: others added an entry each of " + ATTEMPTS + " times; try again later");
    }

    private Deployment read(String key) {
        ArtifactRef ref = store.find(key)
                .orElseThrow(() -> new ArtifactMissingException("deployment log: nothing lies under " + key));
        Deployment entry = ArtifactJson.read(ref, store.read(ref), Deployment.class);
        if (!Deployment.key(entry.number()).equals(key)) {
            throw new ArtifactCorruptException(
                    ref.uri() + ": found number " + entry.number() + ", expected the number in its name");
        }
        return entry;
    }
}
