package org.residency.worker.cpu.deidentification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
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
     * @param sha256 SHA-256 over the SHA-256s of the cases' canonical lines, hexadecimal, sorted, each followed by LF;
     *     of an LF alone where there is no case
     */
    record Content(int caseCount, String sha256) {

        /** Digests the cases of these shard files. */
        static Content of(List<Path> shards) throws IOException {
            List<byte[]> digests = new ArrayList<>();
            for (Path shard : shards) {
                try (Stream<String> lines = Files.lines(shard)) {
                    lines.forEach(line -> digests.add(newDigest().digest(line.getBytes(StandardCharsets.UTF_8))));
                }
            }
            digests.sort(Arrays::compareUnsigned);
            MessageDigest all = newDigest();
            for (byte[] digest : digests) {
                all.update((HexFormat.of().formatHex(digest) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (digests.isEmpty()) {
                all.update((byte) '\n');
            }
            return new Content(digests.size(), HexFormat.of().formatHex(all.digest()));
        }

        private static MessageDigest newDigest() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(
                        "this Java runtime lacks SHA-256, which every Java runtime must have", e);
            }
        }
    }
}
