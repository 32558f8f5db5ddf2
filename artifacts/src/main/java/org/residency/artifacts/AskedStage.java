package org.residency.artifacts;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a stage, or one of its parts, was asked to do. Two that are equal ask for the same.
 *
 * @param stage the stage's place and name, for example {@code 3-sft}
 * @param inputs name to SHA-256; where an input lies does not matter
 * @param settings name to value, as in the stage's {@link Manifest}
 */
public record AskedStage(String stage, SortedMap<String, String> inputs, SortedMap<String, String> settings) {

    public AskedStage {
        Objects.requireNonNull(stage, "stage");
        inputs = new TreeMap<>(inputs);
        settings = new TreeMap<>(settings);
    }

    /** The same, with the inputs where they lie. */
    public static AskedStage of(
            String stage, SortedMap<String, ArtifactRef> inputs, SortedMap<String, String> settings) {
        return new AskedStage(
                stage,
                inputs.entrySet().stream()
                        .collect(Collectors.toMap(
                                input -> input.getKey(),
                                input -> input.getValue().sha256(),
                                (one, other) -> one,
                                TreeMap::new)),
                settings);
    }

    /** SHA-256 of all of it. */
    public String sha256() {
        return Digested.of(ArtifactJson.write(this)).sha256();
    }

    /** Whether {@code manifest} says that its stage was given these inputs and settings, perhaps with more. */
    boolean isAskedBy(Manifest manifest) {
        return manifest.stage().equals(stage)
                && manifest.settings().entrySet().containsAll(settings.entrySet())
                && manifest.inputs().values().stream()
                        .map(ArtifactRef::sha256)
                        .collect(Collectors.toSet())
                        .containsAll(inputs.values());
    }
}
