package org.residency.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.FileArtifactStore;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.artifacts.testing.AuditedDataset;
import org.residency.cli.context.Context;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;
import org.residency.cli.stack.LocalStack;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardWriter;
import org.residency.deidentification.DeidentificationKey;

/** A data steward enters patients who withdrew. */
class DataWithdrawCommandTest {

    private static final String ROE = "MRN-4821903";

    @TempDir
    private Path folder;

    private final RecordingTerminal recorded = RecordingTerminal.plain();
    private Home home;
    private ArtifactStore store;
    private DeidentificationKey key;
    private Path patients;

    @BeforeEach
    void prepare() throws IOException {
        home = new Home(folder.resolve("home"));
        store = new FileArtifactStore(home.create(home.store()));
        key = DeidentificationKey.read(LocalStack.deidentificationKey(home));
        patients = Files.writeString(folder.resolve("patients.txt"), "  " + ROE + "\n\n");
        assertThat(run("keys", "create", "ines", "--role", "data-steward")).isZero();
    }

    @Test
    void listsWithoutEnteringInADryRun() throws IOException {
        ArtifactRef dataset = publish("run-1", ROE);
        publish("run-2", "MRN-1");

        assertThat(run("data", "withdraw", "--patients", patients.toString(), "--dry-run"))
                .isZero();

        assertThat(recorded.out())
                .contains("run-1", dataset.shortDigest(), "train 1", "runs/run-1/1-ingest/raw/train/00000.jsonl")
                .contains("Nothing was entered.")
                .doesNotContain("run-2", ROE);
        assertThat(new WithdrawalRegister(store).entries()).isEmpty();
    }

    @Test
    void entersAPatientOnceSignedAndNamedByKeyedDigestAlone() throws IOException {
        ArtifactRef dataset = publish("run-1", ROE);

        assertThat(run("data", "withdraw", "--patients", patients.toString(), "--as", "ines"))
                .isZero();
        assertThat(run("data", "withdraw", "--patients", patients.toString(), "--as", "ines"))
                .isZero();

        assertThat(recorded.out())
                .contains("Entered as withdrawal 1, signed by ines: 1 dataset and 0 adapters and models")
                .contains("Withdrawal 1 says so already");
        List<Withdrawal> entries = new WithdrawalRegister(store).entries();
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).patient()).containsExactly(Map.entry(key.check(), key.pseudonym(ROE)));
        assertThat(entries.get(0).datasets()).containsExactly(dataset.sha256());
        try (Stream<Path> files = Files.walk(home.store().resolve("withdrawals"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file).content().doesNotContain(ROE).doesNotContain("4821903");
            }
        }
        assertThat(recorded.out()).doesNotContain(ROE);

        assertThat(run("data", "withdrawals")).isZero();
        assertThat(recorded.out()).contains("Withdrawal 1", "signed by ines");
    }

    @Test
    void readsThePatientsFromStandardInput() throws IOException {
        publish("run-1", ROE);
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream((ROE + "\n").getBytes(StandardCharsets.UTF_8)));
            assertThat(run("data", "withdraw", "--patients", "-", "--as", "ines"))
                    .isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(new WithdrawalRegister(store).patients()).containsExactly(key.pseudonym(ROE));
    }

    @Test
    void repeatsNothingThatMayBeAPatientsKey() {
        assertThat(run("data", "withdraw", "--patients", ROE, "--as", "ines")).isEqualTo(2);

        assertThat(recorded.err())
                .contains("--patients: found no such file, expected one with a patient's key on each line")
                .doesNotContain(ROE);
    }

    @Test
    void takesTheSignatureOfADataStewardOnly() throws IOException {
        assertThat(run("keys", "create", "cleo", "--role", "clinician")).isZero();

        assertThat(run("data", "withdraw", "--patients", patients.toString(), "--as", "cleo"))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("cleo has the roles clinician, expected data-steward");
        assertThat(new WithdrawalRegister(store).entries()).isEmpty();
    }

    @Test
    void saysWhichEntryWasForgedAndCountsItAllTheSame() {
        new WithdrawalRegister(store)
                .append(number -> new Withdrawal(
                        number,
                        new TreeMap<>(Map.of(key.check(), key.pseudonym(ROE))),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        "ines",
                        Instant.EPOCH,
                        "00",
                        "00"));

        assertThat(run("data", "withdrawals")).isEqualTo(3);
        assertThat(recorded.out()).contains("it counts all the same");
    }

    private ArtifactRef publish(String run, String patient) throws IOException {
        String key = "runs/" + run + "/2-deidentification";
        store.put("runs/" + run + "/1-ingest/raw/train/00000.jsonl", shard(patient));
        Path clean = shard(this.key.pseudonym(patient));
        ArtifactRef index = store.put(key + "/dataset.json", run.getBytes(StandardCharsets.UTF_8));
        AuditedDataset.of(
                store,
                key,
                index,
                List.of(new Shard(store.put(key + "/shards/train/00000.jsonl", clean), Split.TRAIN, 0, 1)));
        return index;
    }

    private Path shard(String patient) throws IOException {
        ClinicalCase one = ClinicalCase.of(
                "cough", "so", "a", Optional.empty(), Optional.of(patient), Optional.empty(), Map.of(), List.of());
        return ShardWriter.write(folder.resolve("shard.jsonl"), List.of(one)).path();
    }

    private int run(String... arguments) {
        Context context = new Context(recorded.terminal(), new Installation(folder), home, Map.of());
        return Residency.run(context, arguments);
    }
}
