package org.residency.artifacts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The manifests of a run, oldest first, each verified by the digest that the next one gives it.
 *
 * @param links at least one; the last is the head
 */
public record ManifestChain(List<Link> links) {

    // A run has nine stages; a chain that goes on much longer is not one of ours.
    private static final int MAX_LINKS = 1_000;

    /** Name, or beginning of the name, of the inputs that are other runs' manifests: see {@link #isReused}. */
    private static final String REUSED = "reused";

    /** One manifest and where it lies. */
    public record Link(ArtifactRef ref, Manifest manifest) {}

    public ManifestChain {
        links = List.copyOf(links);
        if (links.isEmpty()) {
            throw new IllegalArgumentException("links: found none, expected at least one");
        }
    }

    /**
     * Follows the chain from its head to its first manifest.
     *
     * <p>Where a stage took what an earlier run had made, that run's manifest is read as well, and must have made some of it.
     *
     * @throws ArtifactCorruptException if a manifest's bytes do not have the digest its successor gives, it is not a
     *     manifest, it belongs to another run, or a run from which something was taken did not make it
     * @throws ArtifactMissingException if one is not there
     */
    public static ManifestChain read(ArtifactStore store, ArtifactRef head) {
        List<Link> links = new ArrayList<>();
        Optional<ArtifactRef> next = Optional.of(head);
        while (next.isPresent()) {
            ArtifactRef ref = next.get();
            Manifest manifest = ArtifactJson.read(ref, store.read(ref), Manifest.class);
            if (!links.isEmpty() && !links.get(0).manifest().run().equals(manifest.run())) {
                throw new ArtifactCorruptException(ref.uri() + ": a manifest of " + manifest.run()
                        + ", expected one of " + links.get(0).manifest().run());
            }
            if (links.size() == MAX_LINKS) {
                throw new ArtifactCorruptException(
                        head.uri() + ": found more than " + MAX_LINKS + " manifests in its chain, expected about nine");
            }
            requireReusedWasMade(store, ref, manifest);
            links.add(new Link(ref, manifest));
            next = manifest.previous();
        }
        Collections.reverse(links);
        return new ManifestChain(links);
    }

    /**
     * The name under which a stage has among its inputs the manifest of the run whose result it took.
     *
     * @param part which part of the stage's result; empty for all of it
     */
    public static String reused(String part) {
        return part.isEmpty() ? REUSED : REUSED + "/" + part;
    }

    /** Whether the input of that name is the manifest of an earlier run, whose result was taken. */
    public static boolean isReused(String input) {
        return input.equals(REUSED) || input.startsWith(REUSED + "/");
    }

    private static void requireReusedWasMade(ArtifactStore store, ArtifactRef ref, Manifest manifest) {
        Set<String> outputs = digests(manifest);
        manifest.inputs().forEach((name, input) -> {
            if (!isReused(name)) {
                return;
            }
            Manifest maker = ArtifactJson.read(input, store.read(input), Manifest.class);
            if (!maker.stage().equals(manifest.stage()) || Collections.disjoint(digests(maker), outputs)) {
                throw new ArtifactCorruptException(ref.uri() + ": takes results of stage " + manifest.stage() + " from "
                        + input.uri() + ", expected a manifest that has them among its outputs");
            }
        });
    }

    private static Set<String> digests(Manifest manifest) {
        return manifest.outputs().values().stream().map(ArtifactRef::sha256).collect(Collectors.toSet());
    }

    /** Stores a manifest; the same manifest under the same key gives the same reference. */
    public static ArtifactRef record(ArtifactStore store, String key, Manifest manifest) {
        return store.put(key, ArtifactJson.write(manifest));
    }

    public String run() {
        return links.get(0).manifest().run();
    }

    public Link head() {
        return links.get(links.size() - 1);
    }

    /** The newest manifest of a stage, by its place and name, for example {@code 3-sft}. */
    public Optional<Manifest> stage(String stage) {
        return newestFirst().stream()
                .map(Link::manifest)
                .filter(manifest -> manifest.stage().equals(stage))
                .findFirst();
    }

    /** The newest output of that name. */
    public Optional<ArtifactRef> output(String name) {
        return newestFirst().stream()
                .map(link -> link.manifest().outputs().get(name))
                .filter(ref -> ref != null)
                .findFirst();
    }

    /** The newest manifest that has an artifact with this digest among its outputs. */
    public Optional<Manifest> madeBy(String sha256) {
        return newestFirst().stream()
                .map(Link::manifest)
                .filter(manifest -> manifest.outputs().values().stream()
                        .anyMatch(ref -> ref.sha256().equals(sha256)))
                .findFirst();
    }

    private List<Link> newestFirst() {
        List<Link> reversed = new ArrayList<>(links);
        Collections.reverse(reversed);
        return reversed;
    }
}
