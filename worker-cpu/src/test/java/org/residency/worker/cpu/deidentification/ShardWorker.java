package org.residency.worker.cpu.deidentification;

import io.temporal.testing.TestActivityEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.residency.activities.RunId;
import org.residency.activities.deidentification.DeidentificationActivities;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.deidentification.DeidentifyShardRequest;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.FileArtifactStore;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardWriter;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentificationKey;
import org.residency.worker.cpu.CanonicalJson;
import org.residency.worker.cpu.Workbench;

/** One attempt at de-identifying a shard, in this process or, by {@link #main}, in one that may be killed. */
final class ShardWorker {

    static final int CASES = 60;
    /** So many parts are stored before the process that is to be killed goes no further. */
    static final int PARTS_BEFORE_THE_KILL = 25;

    private final Path folder;
    private final String codeVersion;

    ShardWorker(Path folder, String codeVersion) {
        this.folder = folder;
        this.codeVersion = codeVersion;
    }

    /** Prints each heartbeat as a line of JSON, and hangs in the middle of the shard. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        CountDownLatch never = new CountDownLatch(1);
        RecordingStore store = new RecordingStore(new FileArtifactStore(folder.resolve("store")), key -> {
            if (key.endsWith("/%06d-%06d.jsonl".formatted(PARTS_BEFORE_THE_KILL, PARTS_BEFORE_THE_KILL + 1))) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        new ShardWorker(folder, "v1")
                .attempt(
                        store,
                        Optional.empty(),
                        beat -> System.out.println(new String(CanonicalJson.bytes(beat), StandardCharsets.UTF_8)));
    }

    /** A part is stored after every case. */
    DeidentifiedShard attempt(ArtifactStore store, Optional<ShardBeat> last, Consumer<ShardBeat> heartbeats)
            throws Exception {
        TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
        try {
            environment.setActivityHeartbeatListener(ShardBeat.class, heartbeats::accept);
            last.ifPresent(environment::setHeartbeatDetails);
            environment.registerActivitiesImplementations(new DeidentificationActivitiesImpl(
                    store,
                    new ArtifactCache(store, folder.resolve("cache")),
                    new Workbench(folder.resolve("work")),
                    DeidentificationKey.of("0123456789abcdef".getBytes(StandardCharsets.UTF_8)),
                    new DeidentificationActivitiesImpl.Options(new Auditor()::audit, Duration.ZERO, codeVersion)));
            return environment
                    .newActivityStub(DeidentificationActivities.class)
                    .deidentifyShard(new DeidentifyShardRequest(
                            new RunId("r1"), rawShard(store), DeidentificationSettings.defaults()));
        } finally {
            environment.close();
        }
    }

    private Shard rawShard(ArtifactStore store) throws Exception {
        List<ClinicalCase> cases = IntStream.range(0, CASES)
                .mapToObj(i -> ClinicalCase.of(
                        "Mr. Zaphod Beeblebrox, phone 555-867-53%02d, has headache number %d".formatted(i, i),
                        "a throbbing headache, so migraine " + i,
                        "migraine",
                        Optional.empty(),
                        Optional.of("patient-" + i),
                        Optional.empty(),
                        Map.of(),
                        List.of()))
                .toList();
        Path file = ShardWriter.write(folder.resolve("raw.jsonl"), cases).path();
        return new Shard(store.put("runs/r1/1-ingest/raw/train/00000.jsonl", file), Split.TRAIN, 0, CASES);
    }
}
