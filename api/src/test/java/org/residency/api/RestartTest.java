package org.residency.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.Stage;
import org.residency.api.testing.SampleRun;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.workflows.RetrainingRequest;

class RestartTest {

    private final ObjectMapper json = new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule());
    private final RunArchive archive = new RunArchive(new InMemoryArtifactStore(), json);
    private final Restart restart = new Restart(archive, json);

    @BeforeEach
    void keepTheFormerRun() {
        archive.keep(SampleRun.request(SampleRun.lowPolicy()));
    }

    @Test
    void asksForWhatTheOtherRunWasAskedForButForWhatIsToldOtherwise() throws Exception {
        RetrainingRequest request = completed("GATE", "{\"gate\":{\"minCases\":40}}");

        assertThat(request.source()).hasToString("file:///data/notes.jsonl");
        assertThat(request.baseModel()).hasToString("file:///models/demo");
        assertThat(request.settings().gate().minCases()).isEqualTo(40);
        assertThat(request.settings().gate().name()).isEqualTo("demo");
        assertThat(request.settings().sft())
                .isEqualTo(SampleRun.request(null).settings().sft());
        assertThat(request.reuse().from()).contains(Stage.GATE);
        assertThat(request.consent()).isEmpty();
    }

    @Test
    void refusesOtherSettingsOfAStageBefore() throws Exception {
        assertThatThrownBy(() -> completed("GATE", "{\"sft\":{\"rank\":32}}"))
                .isInstanceOf(Refusal.class)
                .hasMessage("settings.sft.rank: found 32, but " + SampleRun.RUN
                        + " was asked for 16; leave it out, or let" + " reuse.from be SFT or earlier");
        assertThat(completed("SFT", "{\"sft\":{\"rank\":32}}").settings().sft().rank())
                .isEqualTo(32);
    }

    @Test
    void refusesOtherInputs() throws Exception {
        ObjectNode asked = asked("SFT", "{}");
        asked.put("baseModel", "file:///models/other");

        assertThatThrownBy(() -> restart.complete(asked))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("baseModel: found \"file:///models/other\", but " + SampleRun.RUN);
    }

    @Test
    void refusesARunThatNobodyAskedFor() throws Exception {
        ObjectNode asked = asked("SFT", "{}");
        ((ObjectNode) asked.get("reuse")).put("of", "run-nobody");

        assertThatThrownBy(() -> restart.complete(asked)).hasMessageContaining("reuse.of: found 'run-nobody'");
    }

    private RetrainingRequest completed(String from, String settings) throws Exception {
        ObjectNode asked = asked(from, settings);
        restart.complete(asked);
        return json.treeToValue(asked.put("run", "run-next"), RetrainingRequest.class);
    }

    private ObjectNode asked(String from, String settings) throws Exception {
        return (ObjectNode) json.readTree("""
                {"requester": "ada", "settings": %s, "reuse": {"of": "%s", "from": "%s"}}
                """.formatted(settings, SampleRun.RUN, from));
    }
}
