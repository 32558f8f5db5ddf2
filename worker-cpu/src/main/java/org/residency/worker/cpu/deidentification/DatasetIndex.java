package org.residency.worker.cpu.deidentification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.artifacts.Split;

/**
 * A dataset's index: what it holds, and nothing of where it came from, how it is cut into shards or which run made it,
 * so that the same cases have the same index.
 *
 * @param splits what each split holds
 */
record DatasetIndex(SortedMap<Split, Content> splits) {

    DatasetIndex {
        splits = new TreeMap<>(splits);
    }

    /**
     * The cases of one split.
     *
     * @param sha256 SHA-256 over the SHA-256s of the cases' canonical lines, hexadecimal, sorted, each followed by LF
     */
    record Content(int caseCount, String sha256) {

        /** Digests the cases of these shard files. */
        static Content of(List<Path> shards) throws IOException {
            List<String> digests = new ArrayList<>();
            for (Path shard : shards) {
                for (String line : Files.readAllLines(shard)) {
                    digests.add(sha256(line));
                }
            }
            Collections.sort(digests);
            return new Content(digests.size(), sha256(String.join("\n", digests) + "\n"));
        }

        private static String sha256(String text) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(
                        "this Java runtime lacks SHA-256, which every Java runtime must have", e);
            }
        }
    }
}
