package org.residency.worker.cpu.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.provenance.FoundResult;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.activities.provenance.ResultToKeep;
import org.residency.activities.provenance.Reused;
import org.residency.activities.provenance.StageWork;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.deidentification.DeidentificationKey;

class EarlierResultsTest {

    private static final RunId FIRST = new RunId("run-1");
    private static final RunId SECOND = new RunId("run-2");
    private static final RunId THIRD = new RunId("run-3");
    private static final String OLD = "1.0+0123456789ab";
    private static final String NEW = "1.1+ba9876543210";

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final ArtifactRef raw = store.put("runs/run-1/1-ingest/raw", new byte[] {1});
    private final ArtifactRef dataset = store.put("runs/run-1/2-deidentification/dataset.json", new byte[] {2});
    private final byte[] key = new byte[16];

    @Test
    void findsWhatTheSameCodeMadeOfTheSame() {
        ArtifactRef manifest = record(FIRST, OLD, Optional.empty());

        assertThat(results(OLD).find(work("MASK"))).hasValueSatisfying(found -> {
            assertThat(found.from()).isEqualTo(new Reused(FIRST, manifest));
            assertThat(found.value()).hasToString(value().toString());
        });
        assertThat(results(OLD).find(work("SURROGATE"))).isEmpty();
    }

    @Test
    void findsNothingThatOtherCodeMade() {
        record(FIRST, OLD, Optional.empty());

        assertThat(results(NEW).find(work("MASK"))).isEmpty();
    }

    @Test
    void findsNothingThatAnotherKeyMade() {
        record(FIRST, OLD, Optional.empty());
        key[0] = 1;

        assertThat(results(OLD).find(work("MASK"))).isEmpty();
    }

    @Test
    void findsNothingWhereTheVersionStandsForMoreThanOneCode() {
        for (String version : List.of("1.0+unknown", "1.0+0123456789ab-modified")) {
            record(FIRST, version, Optional.empty());

            assertThat(results(version).find(work("MASK"))).isEmpty();
        }
    }

    @Test
    void findsNothingWhoseArtifactsAreGone() {
        record(FIRST, OLD, Optional.empty());
        store.delete("runs/run-1/2-deidentification/dataset.json");

        assertThat(results(OLD).find(work("MASK"))).isEmpty();
    }

    @Test
    void leavesWhatAPatientIsInWhoWithdrew() {
        record(FIRST, OLD, Optional.empty());
        new WithdrawalRegister(store)
                .append(number -> new Withdrawal(
                        number,
                        new TreeMap<>(Map.of("check", "0123456789abcdef")),
                        new TreeSet<>(Set.of(dataset.sha256())),
                        new TreeSet<>(),
                        "steward",
                        Instant.EPOCH,
                        "f",
                        "s"));

        assertThat(results(OLD).find(work("MASK"))).isEmpty();
        assertThatThrownBy(() -> results(OLD).take(FIRST, work("MASK")))
                .hasMessageContaining("a patient who withdrew is in it (withdrawal 1)");
    }

    @Test
    void takesWhatARunMadeWithOlderCodeAndStillCallsItThat() {
        record(FIRST, OLD, Optional.empty());
        FoundResult taken = results(NEW).take(FIRST, work("MASK"));
        record(SECOND, NEW, Optional.of(taken.from()));

        assertThat(results(NEW).find(work("MASK"))).isEmpty();
        assertThat(results(OLD).find(work("MASK"))).isPresent();
        assertThat(results(NEW).take(SECOND, work("MASK")).from().maker()).isEqualTo(FIRST);
    }

    @Test
    void saysWhatToDoWhereTheRunHasNoSuchResult() {
        record(FIRST, OLD, Optional.empty());

        assertThatThrownBy(() -> results(OLD).take(THIRD, work("MASK")))
                .isInstanceOf(ApplicationFailure.class)
                .hasMessageContaining("found no result of stage deidentification in run-3")
                .hasMessageContaining("start from an earlier stage");
        assertThatThrownBy(() -> results(OLD).take(FIRST, work("SURROGATE")))
                .hasMessageContaining("for the inputs and settings of this run");
    }

    @Test
    void saysWhatIsGone() {
        record(FIRST, OLD, Optional.empty());
        store.damage(dataset);

        assertThatThrownBy(() -> results(OLD).take(FIRST, work("MASK")))
                .hasMessageContaining("dataset.json: not there any more, or damaged");
    }

    private EarlierResults results(String version) {
        return new EarlierResults(store, circumstances(version));
    }

    private Circumstances circumstances(String version) {
        return new Circumstances(DeidentificationKey.of(key), false, version);
    }

    private ArtifactRef record(RunId run, String version, Optional<Reused> reused) {
        StageWork work = work("MASK");
        return new ProvenanceActivitiesImpl(store, circumstances(version))
                .recordManifest(new RecordManifestRequest(
                        run,
                        work.stage(),
                        work.inputs(),
                        work.settings(),
                        new TreeMap<>(Map.of("dataset", dataset)),
                        Optional.empty(),
                        List.of(new ResultToKeep(work, value(), reused))));
    }

    private StageWork work(String mode) {
        return new StageWork(
                Stage.DEIDENTIFICATION,
                new TreeMap<>(Map.of("rawShard/TRAIN/00000", raw)),
                new TreeMap<>(Map.of("deidentification.mode", mode)));
    }

    private JsonNode value() {
        return JsonNodeFactory.instance
                .objectNode()
                .set(
                        "dataset",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("uri", dataset.uri().toString())
                                .put("sha256", dataset.sha256())
                                .put("byteCount", dataset.byteCount()));
    }
}
