package org.residency.worker.gpu.models;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.residency.artifacts.Sha256;
import org.residency.llm.folder.ModelFolder;

/**
 * The files of a folder that make the model: configuration, safetensors, tokenizer. What else lies there, such as weights
 * in another format or a repository's own files, is left out.
 *
 * @param digests name to SHA-256
 */
record ModelFiles(Path folder, SortedMap<String, String> digests) {

    private static final Set<String> OTHERS = Set.of(ModelFolder.CONFIG, ModelFolder.WEIGHTS_INDEX);
    private static final int DIGITS = 16;

    static ModelFiles in(Path folder) throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path file : children.filter(Files::isRegularFile)
                    .filter(ModelFiles::isPart)
                    .toList()) {
                digests.put(file.getFileName().toString(), Sha256.of(file));
            }
        }
        return new ModelFiles(folder, digests);
    }

    /** The first digits of what names the model in the store: a digest of names and digests. */
    String digest() {
        StringBuilder lines = new StringBuilder();
        digests.forEach(
                (name, sha256) -> lines.append(sha256).append("  ").append(name).append('\n'));
        return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }

    /** Links, not copies: weights are large. */
    void linkInto(Path target) throws IOException {
        for (String name : digests.keySet()) {
            Files.createSymbolicLink(target.resolve(name), folder.resolve(name).toRealPath());
        }
    }

    private static boolean isPart(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".safetensors") || OTHERS.contains(name) || ModelFolder.COMPANIONS.contains(name);
    }
}
