package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.testing.AuditedDataset;
import org.residency.artifacts.testing.InMemoryArtifactStore;

class WithdrawalRegisterTest {

    private static final String ROE = "00000000000000aa";
    private static final String DOE = "00000000000000bb";
    private static final ServedSettings SETTINGS = new ServedSettings(0.6, 0.95, 64);

    @TempDir
    Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final WithdrawalRegister register = new WithdrawalRegister(store);
    private ArtifactCache cache;

    @BeforeEach
    void openCache() {
        cache = new ArtifactCache(store, folder);
    }

    @Test
    void keepsEntriesInTheOrderInWhichTheyWereAdded() {
        Withdrawal first = withdraw(Map.of("k1", ROE), Set.of(), Set.of());
        Withdrawal second = withdraw(Map.of("k1", DOE), Set.of(), Set.of());

        assertThat(new WithdrawalRegister(store).entries()).containsExactly(first, second);
        assertThat(register.patients()).containsExactlyInAnyOrder(ROE, DOE);
    }

    @Test
    void asksForAnotherEntryWhereTheNumberIsTaken() {
        Withdrawal added = register.append(number -> {
            if (number == 1) {
                withdraw(Map.of("k1", DOE), Set.of(), Set.of());
            }
            return entry(number, Map.of("k1", ROE), Set.of(), Set.of());
        });

        assertThat(added.number()).isEqualTo(2);
    }

    @Test
    void refusesADatasetThatHoldsAPatientWhoWithdrew() {
        Dataset dataset = dataset("r1", ROE, DOE);
        assertThatCode(() -> register.requireNoneIn(cache, dataset)).doesNotThrowAnyException();

        withdraw(Map.of("k1", ROE), Set.of(), Set.of());

        assertThatThrownBy(() -> register.requireNoneIn(cache, dataset))
                .isInstanceOf(WithdrawnPatientException.class)
                .hasMessageContaining("found 1 cases of patients who withdrew");
        assertThatCode(() -> register.requireNoneIn(cache, dataset("r2", DOE))).doesNotThrowAnyException();
    }

    @Test
    void readsNoNameOutOfAnotherField() {
        withdraw(Map.of("k1", ROE), Set.of(), Set.of());

        assertThatCode(() -> register.requireNoneIn(cache, dataset("r1", DOE, DOE + "\",\"answer\":\"" + ROE)))
                .doesNotThrowAnyException();
    }

    @Test
    void demandsThatEveryPatientIsNamedUnderTheKeyOfTheWorker() {
        withdraw(Map.of("k1", ROE), Set.of(), Set.of());
        assertThat(register.patients("k1")).containsExactly(ROE);
        assertThatThrownBy(() -> register.patients("k2"))
                .isInstanceOf(WithdrawnPatientException.class)
                .hasMessageContaining("withdrawal 1")
                .hasMessageContaining("with this key and the former one");

        withdraw(Map.of("k1", ROE, "k2", DOE), Set.of(), Set.of());

        assertThat(register.patients("k2")).containsExactly(DOE);
    }

    @Test
    void tracesThePatientThroughRunsAndThroughModelsThatLaterRunsWentOnFrom() {
        Dataset touched = dataset("r1", ROE, DOE);
        Dataset other = dataset("r2", DOE);
        ArtifactRef base = store.put("base", bytes("base"));
        train("r1", base, touched);
        ArtifactRef model = store.find("runs/r1/5-merge/model").orElseThrow();
        train("r2", model, other);
        train("r3", base, dataset("r3", DOE));
        store.put("runs/r1/1-ingest/raw/train/00000.jsonl", line("Roe, Jane"));
        DeploymentLog log = new DeploymentLog(store);
        log.promote("r3", new MergedModel(ref("r3")), base, SETTINGS);
        log.promote("r2", new MergedModel(ref("r2")), base, SETTINGS);

        WithdrawalTrace trace = WithdrawalTrace.of(store, Set.of(ROE), Set.of("Roe, Jane"));

        assertThat(trace.runs()).extracting(WithdrawalTrace.Run::name).containsExactly("r1", "r2");
        WithdrawalTrace.Run first = trace.runs().get(0);
        assertThat(first.dataset()).contains(touched.ref());
        assertThat(first.cases()).containsExactly(Map.entry(Split.TRAIN, 1));
        assertThat(first.rawShards()).containsExactly("runs/r1/1-ingest/raw/train/00000.jsonl");
        assertThat(first.models()).hasSize(2).contains(model);
        assertThat(trace.runs().get(1).dataset()).isEmpty();
        assertThat(trace.runs().get(1).deployments()).containsExactly(2);
        assertThat(trace.inService()).isTrue();
    }

    @Test
    void refusesAModelThatTheRegisterNamesOrThatComesFromOneOrFromTheDataset() {
        ArtifactRef base = store.put("base", bytes("base"));
        ArtifactRef head = train("r1", base, dataset("r1", ROE));
        ArtifactRef clean = train("r2", base, dataset("r2", DOE));
        ArtifactRef onTop = train("r3", ref("r1"), dataset("r3", DOE));
        assertThatCode(() -> register.requireFree(cache, ref("r1"), head)).doesNotThrowAnyException();

        // Before the trace was signed, this one's dataset alone tells.
        withdraw(Map.of("k1", ROE), Set.of(), Set.of());
        assertThatThrownBy(() -> register.requireFree(cache, ref("r1"), head))
                .isInstanceOf(WithdrawnPatientException.class);
        assertThatCode(() -> register.requireFree(cache, ref("r3"), onTop)).doesNotThrowAnyException();

        withdraw(Map.of("k1", ROE), Set.of(), Set.of(ref("r1").sha256()));

        assertThatThrownBy(() -> register.requireFree(cache, ref("r3"), onTop))
                .isInstanceOf(WithdrawnPatientException.class)
                .hasMessageContaining("withdrawal 2");
        assertThatThrownBy(() -> register.requireFree(ref("r1"))).isInstanceOf(WithdrawnPatientException.class);
        assertThatCode(() -> register.requireFree(cache, ref("r2"), clean)).doesNotThrowAnyException();
    }

    private ArtifactRef train(String run, ArtifactRef base, Dataset dataset) {
        String stages = "runs/" + run + "/";
        ArtifactRef adapter = store.put(stages + "3-sft/adapter", bytes("adapter " + run));
        ArtifactRef model = store.put(stages + "5-merge/model", bytes("model " + run));
        ArtifactRef data = manifest(
                run,
                "2-deidentification",
                Map.of(),
                Map.of("dataset", dataset.ref(), "audits", dataset.audits().orElseThrow()),
                Optional.empty());
        ArtifactRef sft = manifest(
                run,
                "3-sft",
                Map.of("baseModel", base, "dataset", dataset.ref()),
                Map.of("adapter", adapter),
                Optional.of(data));
        return manifest(
                run,
                "5-merge",
                Map.of("adapter", adapter, "baseModel", base, "dataset", dataset.ref()),
                Map.of("model", model, "equivalence", base),
                Optional.of(sft));
    }

    private ArtifactRef manifest(
            String run,
            String stage,
            Map<String, ArtifactRef> inputs,
            Map<String, ArtifactRef> outputs,
            Optional<ArtifactRef> previous) {
        return ManifestChain.record(
                store,
                "runs/" + run + "/" + stage + "/manifest.json",
                new Manifest(
                        run, stage, new TreeMap<>(inputs), new TreeMap<>(), new TreeMap<>(outputs), "1", previous));
    }

    private ArtifactRef ref(String run) {
        return store.find("runs/" + run + "/5-merge/model").orElseThrow();
    }

    private Dataset dataset(String run, String... patients) {
        String key = "runs/" + run + "/2-deidentification";
        StringBuilder lines = new StringBuilder();
        for (String patient : patients) {
            lines.append(new String(line(patient), StandardCharsets.UTF_8));
        }
        Shard shard = new Shard(
                store.put(key + "/shards/train/00000.jsonl", bytes(lines.toString())), Split.TRAIN, 0, patients.length);
        return AuditedDataset.of(store, key, store.put(key + "/dataset.json", bytes("of " + run)), List.of(shard));
    }

    private static byte[] line(String patient) {
        return bytes("{\"id\":\"1\",\"groups\":{\"patient\":\"" + ROE + "\"},\"patient\":\"" + patient + "\"}\n");
    }

    private Withdrawal withdraw(Map<String, String> patient, Set<String> datasets, Set<String> models) {
        return register.append(number -> entry(number, patient, datasets, models));
    }

    private static Withdrawal entry(int number, Map<String, String> patient, Set<String> datasets, Set<String> models) {
        return new Withdrawal(
                number,
                new TreeMap<>(patient),
                new TreeSet<>(datasets),
                new TreeSet<>(models),
                "steward",
                Instant.EPOCH,
                "f",
                "s");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
