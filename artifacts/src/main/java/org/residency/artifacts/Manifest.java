package org.residency.artifacts;

import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one stage did: its inputs, settings and outputs by digest, and the manifest before it. The manifests of a run form
 * a chain from the dataset to the deployment.
 *
 * @param stage the stage's place and name, for example {@code 3-sft}
 * @param inputs name to reference, for example {@code dataset}
 * @param settings what the stage was asked to do, flattened to name and value; no text of any note
 * @param outputs name to reference, for example {@code adapter}
 * @param codeVersion the version of Residency that did it and, after a +, the commit that it was built from; {@code
 *     unknown} where it was built without one, with {@code -modified} where its files were not those of the commit
 * @param previous the manifest of the stage before; empty for the first
 */
public record Manifest(
        String run,
        String stage,
        SortedMap<String, ArtifactRef> inputs,
        SortedMap<String, String> settings,
        SortedMap<String, ArtifactRef> outputs,
        String codeVersion,
        Optional<ArtifactRef> previous) {

    public Manifest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(codeVersion, "codeVersion");
        inputs = new TreeMap<>(inputs);
        settings = new TreeMap<>(settings);
        outputs = new TreeMap<>(outputs);
        previous = previous == null ? Optional.empty() : previous;
    }
}
