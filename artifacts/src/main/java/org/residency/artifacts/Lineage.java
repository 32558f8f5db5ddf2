package org.residency.artifacts;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What learned from what, by the manifests of the stages that train. */
final class Lineage {

    private static final Set<String> TRAINING = Set.of("3-sft", "4-grpo", "5-merge");
    private static final List<String> LEARNED_FROM = List.of("dataset", "baseModel", "adapter");
    private static final List<String> LEARNER = List.of("adapter", "model");

    private Lineage() {}

    /** The digests of all that one run's models came from and came to. */
    static Set<String> digests(ManifestChain chain) {
        return chain.links().stream()
                .map(ManifestChain.Link::manifest)
                .filter(manifest -> TRAINING.contains(manifest.stage()))
                .flatMap(manifest ->
                        Stream.concat(named(manifest.inputs(), LEARNED_FROM), named(manifest.outputs(), LEARNER)))
                .map(ArtifactRef::sha256)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What has learned from any of these, directly or by way of a model that a later run went on from. */
    static Set<String> learnedFrom(Set<String> origins, List<Manifest> manifests) {
        Set<String> reached = new HashSet<>(origins);
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Manifest manifest : manifests) {
                if (TRAINING.contains(manifest.stage())
                        && named(manifest.inputs(), LEARNED_FROM).anyMatch(ref -> reached.contains(ref.sha256()))) {
                    for (ArtifactRef learner : learners(manifest)) {
                        grew |= reached.add(learner.sha256());
                    }
                }
            }
        }
        reached.removeAll(origins);
        return reached;
    }

    /** The adapter or model that a stage made; none of a stage that does not train. */
    static List<ArtifactRef> learners(Manifest manifest) {
        return TRAINING.contains(manifest.stage())
                ? named(manifest.outputs(), LEARNER).toList()
                : List.of();
    }

    private static Stream<ArtifactRef> named(Map<String, ArtifactRef> refs, List<String> names) {
        return names.stream().map(name -> Optional.ofNullable(refs.get(name))).flatMap(Optional::stream);
    }
}
