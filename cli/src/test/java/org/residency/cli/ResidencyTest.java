package org.residency.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.cli.basemodel.DemoModel;
import org.residency.cli.context.Context;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;

class ResidencyTest {

    @TempDir
    private Path folder;

    private final RecordingTerminal recorded = RecordingTerminal.plain();

    private int run(String... arguments) {
        return runIn(Map.of(), arguments);
    }

    private int runIn(Map<String, String> environment, String... arguments) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putIfAbsent("PATH", folder.toString());
        return Residency.run(
                new Context(recorded.terminal(), new Installation(folder), new Home(folder.resolve("home")), all),
                arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "down",
                "status",
                "run",
                "runs",
                "watch",
                "report",
                "sign-off",
                "ask",
                "rollback",
                "cancel",
                "deidentify",
                "doctor",
                "keys",
                "temporal",
                "demo-data",
                "generate",
                "merge",
                "verify-model",
                "verify-review",
                "pause",
                "resume"
            })
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(recorded.out()).contains("Usage: residency " + command).contains("Exit codes:");
    }

    @Test
    void namesTheNearestCommand() {
        assertThat(run("demos")).isEqualTo(2);
        assertThat(recorded.err()).contains("'demos'").contains("Did you mean").contains("residency demo");
    }

    @Test
    void namesTheNearestFlag() {
        assertThat(run("down", "--purg")).isEqualTo(2);
        assertThat(recorded.err()).contains("'--purg'").contains("--purge");
    }

    @Test
    void asksForACommandWhereThereIsNone() {
        assertThat(run()).isEqualTo(2);
        assertThat(recorded.err()).contains("a command is missing");
    }

    @Test
    void hidesTheSupervisorFromPeople() {
        assertThat(run("--help")).isZero();
        assertThat(recorded.out()).doesNotContain("supervise").contains("sign-off");
    }

    @Test
    void refusesAMissingDatasetBeforeAnythingStarts() throws IOException {
        assertThat(run("run", "--dataset", folder.resolve("none.jsonl").toString(), "--base-model", model()))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("none.jsonl").doesNotContain("\tat ");
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void refusesBrokenJsonByItsLine() throws IOException {
        Path notes = folder.resolve("notes.jsonl");
        Files.writeString(notes, "{\"question\": \"a\", \"answer\": \"b\"}\n{\"question\": \n");

        assertThat(run("run", "--dataset", notes.toString(), "--base-model", model()))
                .isEqualTo(2);
        assertThat(recorded.err()).contains(notes.toString()).contains("line 2");
    }

    @Test
    void namesTheNearestColumns() throws IOException {
        Path notes = folder.resolve("notes.csv");
        Files.writeString(notes, "Qestion,Reply\ncough,pneumonia\n");

        assertThat(run("run", "--dataset", notes.toString(), "--base-model", model()))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("Qestion").contains("--map question=COLUMN");
    }

    @Test
    void refusesAModelFolderWithoutWeights() throws IOException {
        Path notes = notes();
        Path empty = Files.createDirectory(folder.resolve("model"));
        Files.writeString(empty.resolve("config.json"), "{}");

        assertThat(run("run", "--dataset", notes.toString(), "--base-model", empty.toString()))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("without weights").contains("model.safetensors");
    }

    @Test
    void refusesTheWeightsOfAnotherShapeBeforeAnythingStarts() throws IOException {
        Path model = Path.of(model());
        Files.writeString(
                model.resolve("config.json"),
                Files.readString(model.resolve("config.json"))
                        .replaceFirst("\"hidden_size\" : 128", "\"hidden_size\" : 96"));

        assertThat(run("run", "--dataset", notes().toString(), "--base-model", model.toString()))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("model.safetensors").contains("[1536, 128]", "[1536, 96]");
    }

    @Test
    void refusesSettingsThatAreNoYamlByTheirLine() throws IOException {
        Path settings = folder.resolve("settings.yaml");
        Files.writeString(settings, "sft:\n  maxSteps: [1\ngrpo: {");

        assertThat(run(
                        "run",
                        "--dataset",
                        notes().toString(),
                        "--base-model",
                        model(),
                        "--settings",
                        settings.toString()))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("--settings: " + settings + ", line 3");
    }

    @Test
    void refusesAnUnknownFieldOfAMap() throws IOException {
        assertThat(run("run", "--dataset", notes().toString(), "--base-model", model(), "--map", "qestion=x"))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("--map qestion=x").contains("question");
    }

    @Test
    void refusesToGoOnFromHalfOfARun() {
        assertThat(run("run", "--from", "sft")).isEqualTo(2);
        assertThat(recorded.err()).contains("--from and --of: found one, expected both");
        assertThat(run("run", "--from", "deployment", "--of", "run-1")).isEqualTo(2);
        assertThat(recorded.err()).contains("--from: found 'deployment', expected deidentification");
        assertThat(run("run")).isEqualTo(2);
        assertThat(recorded.err()).contains("--dataset: found none");
    }

    @Test
    void saysHowToStartWhereNothingRuns() {
        assertThat(run("runs")).isEqualTo(1);
        assertThat(recorded.err()).contains("nothing runs on this machine").contains("./residency up");
        assertThat(run("status")).isEqualTo(1);
        assertThat(recorded.out()).contains("Nothing runs");
    }

    @Test
    void wantsAnApprovalForNotes() throws IOException {
        String notes = notes().toString();

        assertThat(run("run", "--dataset", notes, "--base-model", model())).isEqualTo(2);
        assertThat(recorded.err()).contains("--approval: found none", "IRB 2026-114", notes + ".approval");
    }

    @Test
    void goesOnWithoutAnApprovalWhereToldYesAndSaysSo() throws IOException {
        run(
                "run",
                "--dataset",
                notes().toString(),
                "--base-model",
                model(),
                "--api",
                "http://127.0.0.1:1",
                "--as",
                "ada",
                "--yes",
                "--detach");

        assertThat(recorded.out()).contains("No approval is stated for these notes (--approval)");
        assertThat(recorded.err()).doesNotContain("--approval: found none");
    }

    @Test
    void takesTheApprovalFromTheFileBesideTheNotes() throws IOException {
        Path notes = folder.resolve("demo.jsonl");
        assertThat(run("demo-data", "--out", notes.toString(), "--count", "20")).isZero();

        assertThat(folder.resolve("demo.jsonl.approval")).hasContent("fictional notes, no consent needed");
        assertThat(run(
                        "run",
                        "--dataset",
                        notes.toString(),
                        "--base-model",
                        model(),
                        "--api",
                        "http://127.0.0.1:1",
                        "--as",
                        "ada",
                        "--detach"))
                .isNotZero();
        assertThat(recorded.err()).doesNotContain("--approval");
    }

    @Test
    void saysThatNoServerAnswersAtTheAddressGiven() {
        assertThat(runIn(Map.of("TEMPORAL_ADDRESS", "127.0.0.1:1"), "up")).isEqualTo(1);
        assertThat(recorded.err()).contains("TEMPORAL_ADDRESS: no server answers at 127.0.0.1:1");
    }

    @Test
    void saysThatTheProgramsAreNotBuilt() {
        assertThat(run("doctor", "--json")).isEqualTo(1);
        assertThat(recorded.out()).contains("is not built");
    }

    @Test
    void registersAPersonOnce() {
        assertThat(run("keys", "create", "ada", "--role", "requester,operator")).isZero();
        assertThat(run("keys", "create", "ada", "--role", "clinician")).isEqualTo(2);
        assertThat(recorded.err()).contains("ada is registered already");
        assertThat(run("keys", "list")).isZero();
        assertThat(recorded.out()).contains("ada").contains("operator, requester");
    }

    @Test
    void refusesAnUnknownRole() {
        assertThat(run("keys", "create", "ada", "--role", "doctor")).isEqualTo(2);
        assertThat(recorded.err()).contains("'doctor'").contains("clinician");
    }

    @Test
    void writesTheSameDemoDataForTheSameSeed() throws IOException {
        Path first = folder.resolve("first.jsonl");
        Path second = folder.resolve("second.jsonl");

        assertThat(run("demo-data", "--out", first.toString(), "--count", "30", "--seed", "3"))
                .isZero();
        assertThat(run("demo-data", "--out", second.toString(), "--count", "30", "--seed", "3"))
                .isZero();

        assertThat(Files.readAllLines(first)).hasSize(30);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        assertThat(run("demo-data", "--out", folder.resolve("no/where.jsonl").toString()))
                .isEqualTo(2);
    }

    @Test
    void deidentifiesAFileOffline() throws IOException {
        Path note = folder.resolve("note.txt");
        Files.writeString(note, "Patient: Maria Gonzalez, phone 212-736-4419, seen on 03/04/2021 for cough.\n");
        Path out = folder.resolve("out.txt");

        assertThat(run("deidentify", note.toString(), "--out", out.toString(), "--mode", "mask"))
                .isZero();

        assertThat(Files.readString(out, StandardCharsets.UTF_8))
                .doesNotContain("212-736-4419")
                .contains("cough");
        assertThat(run("deidentify", note.toString(), "--out", out.toString(), "--mode", "masked"))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("safe-harbor");
    }

    private Path notes() throws IOException {
        Path notes = folder.resolve("good.jsonl");
        Files.writeString(
                notes, "{\"question\": \"cough\", \"reasoning\": \"so\", \"answer\": \"pneumonia\"}\n".repeat(1));
        return notes;
    }

    /** A folder that passes the first look. */
    private String model() throws IOException {
        return new DemoModel(new Home(folder.resolve("model-home"))).folder().toString();
    }
}
