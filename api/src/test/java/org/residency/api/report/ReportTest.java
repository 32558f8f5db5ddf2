package org.residency.api.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Variant;
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
import org.junit.jupiter.api.Test;
import org.residency.activities.Progress;
import org.residency.activities.Stage;
import org.residency.activities.ingest.Approval;
import org.residency.api.RunFailure;
import org.residency.api.RunState;
import org.residency.api.RunView;
import org.residency.api.testing.SampleRun;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.workflows.RunStatus;

class ReportTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .build();
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final ArtifactStore store = new InMemoryArtifactStore();

    @Test
    void warnsOfNotesWithoutAnApproval() throws IOException {
        SampleRun run =
                new SampleRun(store, SampleRun.request(SampleRun.lowPolicy(), Optional.of(Approval.NOT_STATED)));

        assertThat(page("no-approval", view(RunState.COMPLETED, run.deployed())))
                .contains("No approval is stated under which these notes may be used.");
    }

    @Test
    void tellsADeployedRunFromDataToDigests() throws IOException {
        SampleRun run = new SampleRun(store, SampleRun.request(SampleRun.lowPolicy()));
        String page = page("deployed", view(RunState.COMPLETED, run.deployed()));

        assertThat(page)
                .contains("Deployed: the signed model is in service")
                .contains(
                        "The gate&#39;s policy lowers the bar: minCases is 20, by default 30; minExactMatch is 0.1, by default 0.5")
                .contains("demo, lowers the bar")
                .contains("A clinician decides")
                .contains("1\u202f200 rows were read: 1\u202f164 kept, 36 dropped")
                .contains("4\u202f136 identifiers were replaced")
                .contains("85.7\u202f% [80.5, 90.9]")
                .contains("✓ pass")
                .contains("2026-11-23 09:30 UTC")
                .contains("The chain was read and held");
        for (String title : List.of(
                "Loss",
                "Learning rate",
                "Reward by part",
                "Divergence from the reference",
                "Completion length",
                "Entropy of the policy",
                "Measurements with 95 % intervals")) {
            assertThat(page)
                    .contains("<figcaption>" + title + "</figcaption><svg")
                    .contains("<title>" + title + "</title>");
        }
        // Two lines of loss: 60 points, and the 3 at which validation was measured.
        assertThat(page).contains("validation loss goes from").contains("optimizer step 20 to 60");
    }

    @Test
    void needsNothingFromElsewhereAndEscapesNames() throws IOException {
        SampleRun run = new SampleRun(store, SampleRun.request(null));
        String page = page("waiting", view(RunState.RUNNING, run.waiting()));

        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("url(")
                .doesNotContain("registered clinician <b>")
                .contains("registered clinician &lt;b&gt;")
                .contains("Waits for a clinician&#39;s decision")
                .contains("asks for no less than the default");
    }

    @Test
    void tellsWhyTheGateClosed() throws IOException {
        SampleRun run = new SampleRun(store, SampleRun.request(null));
        String page = page("closed", view(RunState.COMPLETED, run.closed()));

        assertThat(page)
                .contains("Ended: the gate is closed")
                .contains("✗ fail")
                .contains("? inconclusive")
                .contains("asked for at least 0.500")
                .contains("nobody has signed");
    }

    @Test
    void tellsHowFarAnUnfinishedRunHasCome() throws IOException {
        SampleRun run = new SampleRun(store, SampleRun.request(null));
        RunView view = new RunView(
                SampleRun.RUN,
                RunState.RUNNING,
                Optional.of(run.begun()),
                false,
                List.of(Progress.of(Stage.INGEST, "rows", 400, 1200)),
                List.of(new RunView.Retry(
                        "IngestDataset", 3, new RunFailure("UNREACHABLE", "the store does not answer"))),
                Optional.empty(),
                Optional.of(NOW),
                Optional.empty());

        assertThat(page("begun", view))
                .contains("Still running")
                .contains("1-ingest of 9, 400 of 1\u202f200 rows")
                .contains("IngestDataset failed and is tried again, attempt 3: the store does not answer")
                .contains("the last that was heard of it")
                .doesNotContain("<figure>");
    }

    @Test
    void tellsAFailureOfWhichNothingElseIsKnown() throws IOException {
        RunView view = new RunView(
                SampleRun.RUN,
                RunState.FAILED,
                Optional.empty(),
                true,
                List.of(),
                List.of(),
                Optional.of(new RunFailure("INVALID_INPUT", "notes.jsonl: line 3: found no JSON")),
                Optional.of(NOW),
                Optional.of(NOW));

        assertThat(page("failed", view)).contains("Failed").contains("INVALID_INPUT: notes.jsonl: line 3");
    }

    @Test
    void saysSoWhenTheChainDoesNotHold() throws IOException {
        RunStatus written = new SampleRun(store, SampleRun.request(null)).deployed();
        store.delete("runs/" + SampleRun.RUN + "/3-sft");

        assertThat(page("broken", view(RunState.COMPLETED, written)))
                .contains("THE CHAIN DOES NOT HOLD")
                .contains("The curve is not in the store");
    }

    @Test
    void leadsToTheDatasetInNumbers() throws IOException {
        RunStatus status = new SampleRun(store, SampleRun.request(null)).deployed();

        assertThat(page("dataset-link", view(RunState.COMPLETED, status)))
                .contains("<a href=\"/runs/" + SampleRun.RUN + "/dataset\">The dataset in numbers");
    }

    @Test
    void warnsWhereAPatientOfTheDatasetWithdrew() throws IOException {
        RunStatus status = new SampleRun(store, SampleRun.request(null)).deployed();
        new WithdrawalRegister(store)
                .append(number -> new Withdrawal(
                        number,
                        new TreeMap<>(Map.of("k", "0123456789abcdef")),
                        new TreeSet<>(
                                List.of(status.dataset().orElseThrow().ref().sha256())),
                        new TreeSet<>(),
                        "steward",
                        NOW,
                        "",
                        ""));

        assertThat(page("withdrawn", view(RunState.COMPLETED, status)))
                .contains("some withdrew (withdrawal 1)", "stays until an operator rolls it back")
                .doesNotContain("0123456789abcdef");
    }

    private static RunView view(RunState state, RunStatus status) {
        return new RunView(
                SampleRun.RUN,
                state,
                Optional.of(status),
                true,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(NOW.minusSeconds(240)),
                state.isEnded() ? Optional.of(NOW) : Optional.empty());
    }

    /** Renders the page as the process does; kept under target/reports, for a person to look at. */
    private String page(String name, RunView view) throws IOException {
        RunReport report = new ReportComposer(new StoredEvidence(store, JSON), JSON).compose(view, NOW);
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build();
        for (String part : List.of("style", "chapter")) {
            engine.putTemplate(part, engine.parse(template(part), Variant.forContentType(Variant.TEXT_HTML)));
        }
        String page = engine.parse(template("report"), Variant.forContentType(Variant.TEXT_HTML))
                .data("report", report)
                .render();
        Path folder = Files.createDirectories(Path.of("target", "reports"));
        Files.writeString(folder.resolve(name + ".html"), page);
        return page;
    }

    private static String template(String name) throws IOException {
        try (InputStream template = ReportTest.class.getResourceAsStream("/templates/" + name + ".html")) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
