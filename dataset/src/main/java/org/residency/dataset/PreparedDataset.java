package org.residency.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Clean cases in their parts.
 *
 * @param parts cases sorted by id; all three parts are listed, one may be empty. Those of a spool are read from it one by
 *     one as they are asked for, as long as it is open
 * @param counts what became of the rows
 * @param clusterCount groups of two or more cases that share a patient or are nearly the same, and so stay together
 */
public record PreparedDataset(Map<SplitName, List<ClinicalCase>> parts, RowCounts counts, int clusterCount) {
    public PreparedDataset {
        Map<SplitName, List<ClinicalCase>> every = new EnumMap<>(SplitName.class);
        for (SplitName name : SplitName.values()) {
            every.put(name, parts.getOrDefault(name, List.of()));
        }
        parts = Collections.unmodifiableMap(every);
    }

    /**
     * The dataset's digest, SHA-256 over part names and canonical lines: the same for the same rows whatever the file
     * format, the order of rows or the number of shards.
     */
    public String digest() {
        MessageDigest digest = CaseLine.sha256();
        parts.forEach((name, cases) -> {
            digest.update((name.key() + " " + cases.size() + "\n").getBytes(StandardCharsets.UTF_8));
            cases.forEach(one -> digest.update((CaseLine.of(one) + "\n").getBytes(StandardCharsets.UTF_8)));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The same, with all cases in memory. */
    PreparedDataset inMemory() {
        Map<SplitName, List<ClinicalCase>> read = new EnumMap<>(SplitName.class);
        parts.forEach((name, cases) -> read.put(name, List.copyOf(cases)));
        return new PreparedDataset(read, counts, clusterCount);
    }

    /** Writes each part under its own name: {@code folder/train/00000.jsonl} and so on. */
    public Map<SplitName, List<ShardFile>> writeShards(Path folder, int casesPerShard) throws IOException {
        Map<SplitName, List<ShardFile>> shards = new EnumMap<>(SplitName.class);
        for (Map.Entry<SplitName, List<ClinicalCase>> part : parts.entrySet()) {
            Path partFolder = folder.resolve(part.getKey().key());
            shards.put(part.getKey(), ShardWriter.writeSorted(partFolder, part.getValue(), casesPerShard));
        }
        return Collections.unmodifiableMap(shards);
    }
}
