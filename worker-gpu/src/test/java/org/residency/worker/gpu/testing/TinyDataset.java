package org.residency.worker.gpu.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.testing.AuditedDataset;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardFile;
import org.residency.dataset.ShardWriter;

/** A few made-up cases, as de-identification leaves them in the store. */
public final class TinyDataset {

    /** Stands in every case, so that a test can look for it where no text of a case may be. */
    public static final String MARK = "zebrafish";

    private TinyDataset() {}

    /** Stores a dataset of so many cases a split. */
    public static Dataset store(ArtifactStore store, Path work, int training, int validation, int test)
            throws IOException {
        List<Shard> shards = new ArrayList<>();
        add(shards, store, work, Split.TRAIN, training);
        add(shards, store, work, Split.VALIDATION, validation);
        add(shards, store, work, Split.TEST, test);
        ArtifactRef index = store.put("dataset/index.json", "{}".getBytes(StandardCharsets.UTF_8));
        return AuditedDataset.of(store, "dataset", index, shards);
    }

    public static ClinicalCase clinicalCase(Split split, int number) {
        String finding = number % 2 == 0 ? "fever" : "cough";
        return ClinicalCase.of(
                "Patient " + split + " " + number + " has " + finding + " and a " + MARK + ".",
                "The " + finding + " points to the lung.",
                number % 2 == 0 ? "Diagnosis: flu" : "Diagnosis: cold",
                Optional.of(number % 2 == 0 ? "flu" : "cold"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(finding));
    }

    private static void add(List<Shard> shards, ArtifactStore store, Path work, Split split, int count)
            throws IOException {
        if (count == 0) {
            return;
        }
        List<ClinicalCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cases.add(clinicalCase(split, i));
        }
        ShardFile file = ShardWriter.write(work.resolve(split + ".jsonl"), cases);
        shards.add(new Shard(store.put("dataset/" + split + ".jsonl", file.path()), split, 0, count));
    }
}
