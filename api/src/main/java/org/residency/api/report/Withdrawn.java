package org.residency.api.report;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.artifacts.Manifest;
import org.residency.artifacts.Withdrawal;
import org.residency.workflows.RunStatus;

/** Whether a run learned from a patient who withdrew, by the digests that the register names. */
final class Withdrawn {

    private static final Set<String> ORIGINS = Set.of("dataset", "baseModel");

    private Withdrawn() {}

    /** What nobody must overlook; empty if the register names nothing of this run. */
    static Optional<String> warning(RunStatus status, StoredEvidence evidence) {
        try {
            if (evidence.withdrawals().entries().isEmpty()) {
                return Optional.empty();
            }
            List<Withdrawal> naming = evidence.withdrawals().naming(digests(status, evidence));
            return naming.isEmpty() ? Optional.empty() : Optional.of(sentence(naming));
        } catch (ArtifactStoreException e) {
            return Optional.of("The store does not answer: whether a patient of this dataset withdrew is not known.");
        }
    }

    private static String sentence(List<Withdrawal> naming) {
        return "Of the patients whose notes this run used, some withdrew (withdrawal "
                + naming.stream().map(entry -> String.valueOf(entry.number())).collect(Collectors.joining(", "))
                + "). Dataset and model may be used no longer: nothing more is trained or put to service with them. Where this"
                + " model is in service, it stays until an operator rolls it back.";
    }

    private static Set<String> digests(RunStatus status, StoredEvidence evidence) {
        Set<String> digests = new HashSet<>();
        status.dataset().ifPresent(dataset -> digests.add(dataset.ref().sha256()));
        status.merge().ifPresent(merge -> digests.add(merge.model().ref().sha256()));
        for (ArtifactRef manifest : status.manifests()) {
            evidence.read(manifest, Manifest.class).stream()
                    .flatMap(Withdrawn::origins)
                    .forEach(ref -> digests.add(ref.sha256()));
        }
        return digests;
    }

    private static Stream<ArtifactRef> origins(Manifest manifest) {
        return manifest.inputs().entrySet().stream()
                .filter(input -> ORIGINS.contains(input.getKey()))
                .map(Map.Entry::getValue);
    }
}
