package org.residency.dataset;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Writes cases as shards: JSON Lines in UTF-8 with LF, sorted by id. A shard is whole under its name or not there. */
public final class ShardWriter {
    private ShardWriter() {}

    /** Writes one shard; a file of that name is replaced. */
    public static ShardFile write(Path file, List<ClinicalCase> cases) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path partial = Files.createTempFile(folder, "." + file.getFileName(), ".partial");
        try {
            MessageDigest digest = CaseLine.sha256();
            try (BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(
                    new DigestOutputStream(Files.newOutputStream(partial), digest), StandardCharsets.UTF_8))) {
                for (ClinicalCase clinicalCase : sorted(cases)) {
                    writer.write(CaseLine.of(clinicalCase));
                    writer.write('\n');
                }
            }
            long byteCount = Files.size(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new ShardFile(file, cases.size(), byteCount, HexFormat.of().formatHex(digest.digest()));
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Cuts the cases, sorted by id, into shards {@code folder/00000.jsonl} and so on of at most that many cases. */
    public static List<ShardFile> writeAll(Path folder, List<ClinicalCase> cases, int casesPerShard)
            throws IOException {
        if (casesPerShard < 1) {
            throw new IllegalArgumentException("casesPerShard is " + casesPerShard + ", expected at least 1");
        }
        return writeSorted(folder, sorted(cases), casesPerShard);
    }

    /** As {@link #writeAll}, of cases that are sorted by id already; no more than a shard's are held at a time. */
    static List<ShardFile> writeSorted(Path folder, List<ClinicalCase> sorted, int casesPerShard) throws IOException {
        List<ShardFile> shards = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += casesPerShard) {
            List<ClinicalCase> part = sorted.subList(from, Math.min(sorted.size(), from + casesPerShard));
            shards.add(write(folder.resolve("%05d.jsonl".formatted(shards.size())), part));
        }
        return List.copyOf(shards);
    }

    static List<ClinicalCase> sorted(List<ClinicalCase> cases) {
        return cases.stream().sorted(Comparator.comparing(ClinicalCase::id)).toList();
    }
}
