package org.residency.worker.cpu.deidentification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.artifacts.ArtifactMissingException;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardReader;
import org.residency.dataset.ShardWriter;
import org.residency.deidentification.PhiSpan;

/**
 * What is done of a shard, in the order of its raw cases. Every so often what is new goes to the store as a part, and the
 * heartbeat tells of it, so that an attempt that dies costs no more than the time since. The parts are gone once the shard
 * lies whole in the store.
 */
final class ShardParts {

    private final ArtifactStore store;
    private final String key;
    private final String maker;
    private final Path work;
    private final List<ShardBeat.Part> parts = new ArrayList<>();
    private final List<ClinicalCase> clean = new ArrayList<>();
    private final Map<String, Integer> replaced = new TreeMap<>();
    private Map<String, Integer> replacedSincePart = new TreeMap<>();
    private int inParts;

    /**
     * @param key under which the parts lie
     * @param maker see {@link ShardBeat.Part#maker()}
     * @param work a folder for files on their way
     */
    ShardParts(ArtifactStore store, String key, String maker, Path work) {
        this.store = store;
        this.key = key;
        this.maker = maker;
        this.work = work;
    }

    /** Goes on from what an attempt before this one told of; from the start where that is of no use. */
    void resume(Optional<ShardBeat> last) throws IOException {
        for (ShardBeat.Part part : last.map(ShardBeat::parts).orElse(List.of())) {
            if (!part.maker().equals(maker)) {
                return;
            }
            List<ClinicalCase> cases;
            try {
                cases = ShardReader.read(store.fetch(part.ref(), work.resolve("part-" + parts.size() + ".jsonl")));
            } catch (ArtifactMissingException e) {
                // The attempt before ended, and removed them, but nobody heard of it.
                return;
            }
            if (clean.size() + cases.size() != part.end()) {
                return;
            }
            clean.addAll(cases);
            part.replacedByClass().forEach((phiClass, count) -> replaced.merge(phiClass, count, Integer::sum));
            parts.add(part);
            inParts = clean.size();
        }
    }

    /** Raw cases that are done. */
    int size() {
        return clean.size();
    }

    void add(CaseDeidentifier.Result result) {
        clean.add(result.clinicalCase());
        result.note().fields().values().forEach(text -> text.found().forEach(this::count));
    }

    private void count(PhiSpan span) {
        replaced.merge(span.phiClass().name(), 1, Integer::sum);
        replacedSincePart.merge(span.phiClass().name(), 1, Integer::sum);
    }

    /** Stores what is new as a part. */
    void store() throws IOException {
        Path file = work.resolve("new.jsonl");
        ShardWriter.write(file, clean.subList(inParts, clean.size()));
        ArtifactRef ref = store.put("%s/%06d-%06d.jsonl".formatted(key, inParts, clean.size()), file);
        parts.add(new ShardBeat.Part(ref, clean.size(), maker, replacedSincePart));
        inParts = clean.size();
        replacedSincePart = new TreeMap<>();
    }

    ShardBeat beat(int total) {
        return ShardBeat.of(clean.size(), total, parts);
    }

    /** All cases that are done, in no particular order. */
    List<ClinicalCase> cases() {
        return List.copyOf(clean);
    }

    Map<String, Integer> replacedByClass() {
        return replaced;
    }

    /** To be called once the shard lies whole in the store. */
    void remove() {
        if (!parts.isEmpty()) {
            store.delete(key);
        }
    }
}
