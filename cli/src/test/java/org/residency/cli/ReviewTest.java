package org.residency.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.cli.context.Context;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;

/** A data steward looks at notes before and after, and signs. */
class ReviewTest {
    private static final List<String> NOTES = List.of(
            "{\"id\":1,\"note\":\"Mr. Zyxwell, MRN 4821903, has a <b>cough</b>.\"}",
            "{\"id\":2,\"note\":\"Seen by Dr. Quorlander on 03/04/2021; lisinopril 10 mg.\"}",
            "{\"id\":3,\"note\":\"Phone 212-555-0143, pneumonia.\"}");

    @TempDir
    Path folder;

    private RecordingTerminal recorded;
    private Path in;
    private Path out;
    private Path record;

    @BeforeEach
    void prepare() throws IOException {
        in = folder.resolve("notes.jsonl");
        out = folder.resolve("clean.jsonl");
        record = folder.resolve("clean.jsonl.review.json");
        Files.writeString(in, String.join("\n", NOTES) + "\n");
        assertThat(run("keys", "create", "ines", "--role", "data-steward")).isZero();
    }

    @Test
    void signsARecordThatVerifiesAndHoldsNoWordOfANote() throws IOException {
        assertThat(deidentify("--review", "2", "--as", "ines", "--approve")).isZero();
        assertThat(recorded.out()).contains("Signed as ines: APPROVED");

        assertThat(Files.readString(record))
                .contains("\"decision\" : \"APPROVED\"", "\"noteCount\" : 3", "\"signature\"")
                .doesNotContainIgnoringCase("zyxwell")
                .doesNotContainIgnoringCase("quorlander")
                .doesNotContain("4821903", "212-555", "cough", "lisinopril", "pneumonia");
        assertThat(run("verify-review", record.toString(), "--in", in.toString(), "--out", out.toString()))
                .isZero();
        assertThat(recorded.out()).contains("ines signed APPROVED").contains("2 of 3 notes");
    }

    @Test
    void refusesAChangedRecordAndOtherFiles() throws IOException {
        assertThat(deidentify("--review", "2", "--as", "ines", "--reject", "left-identifiers"))
                .isZero();
        assertThat(run("verify-review", record.toString())).isEqualTo(3);

        Files.writeString(record, Files.readString(record).replace("REJECTED_LEFT_IDENTIFIERS", "APPROVED"));
        assertThat(run("verify-review", record.toString())).isEqualTo(3);
        assertThat(recorded.out()).contains("changed after it was signed");

        assertThat(deidentify("--review", "2", "--as", "ines", "--approve")).isZero();
        Files.writeString(out, "\n");
        assertThat(run("verify-review", record.toString(), "--out", out.toString()))
                .isEqualTo(3);
        assertThat(recorded.out()).contains("--out:");
    }

    @Test
    void showsTheSameNotesForTheSameSeedBeforeAndAfter() throws IOException {
        assertThat(deidentify("--review", "2", "--threads", "3")).isZero();
        String shown = recorded.out();
        assertThat(shown).contains("before").contains("after").contains("Nothing is signed yet");
        assertThat(record).doesNotExist();

        assertThat(deidentify("--review", "2")).isZero();
        assertThat(recorded.out()).isEqualTo(shown);
        assertThat(deidentify("--review", "3")).isZero();
        assertThat(recorded.out()).contains("[Zyxwell|name]", "[4821903|medical record]", "[03/04/2021|date]");
    }

    @Test
    void writesAPageForItsOwnerAloneThatLoadsNothing() throws IOException {
        Path page = folder.resolve("review.html");
        Files.writeString(page, "an older page that anybody can read");
        assertThat(deidentify("--review", "3", "--review-page", page.toString()))
                .isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(page))
                .contains("<mark class=\"name\" title=\"name, name.title\">Zyxwell</mark>")
                .contains("&lt;b&gt;cough&lt;/b&gt;")
                .contains("default-src 'none'")
                .doesNotContain("<script", "http://", "https://", "@notes@", "@legend@");
        assertThat(recorded.out()).doesNotContain("Zyxwell");
    }

    @Test
    void refusesAReviewOfAStreamAndADecisionOfNobody() {
        assertThat(run("deidentify", in.toString(), "--out", "-", "--review", "2"))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("--review").contains("expected files");
        assertThat(deidentify("--review", "2", "--approve")).isEqualTo(2);
        assertThat(recorded.err()).contains("--as is missing");
        assertThat(deidentify("--approve", "--as", "ines")).isEqualTo(2);
        assertThat(recorded.err()).contains("--review is missing");
    }

    private int deidentify(String... more) {
        String[] all = new String[more.length + 6];
        List<String> first = List.of("deidentify", in.toString(), "--out", out.toString(), "--field", "note");
        for (int i = 0; i < all.length; i++) {
            all[i] = i < first.size() ? first.get(i) : more[i - first.size()];
        }
        return run(all);
    }

    private int run(String... arguments) {
        recorded = RecordingTerminal.plain();
        return Residency.run(
                new Context(
                        recorded.terminal(),
                        new Installation(folder),
                        new Home(folder.resolve("home")),
                        Map.of("PATH", folder.toString())),
                arguments);
    }
}
