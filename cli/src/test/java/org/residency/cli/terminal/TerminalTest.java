package org.residency.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.residency.cli.RecordingTerminal;
import org.residency.cli.terminal.Terminal.Looks;

class TerminalTest {

    @Test
    void leavesLiveLinesOutOfAFile() {
        RecordingTerminal recorded = RecordingTerminal.plain();

        recorded.terminal().live("half way");
        recorded.terminal().line("done");

        assertThat(recorded.out()).isEqualTo("done\n");
    }

    @Test
    void clearsTheLiveLineBeforeALineThatStays() {
        RecordingTerminal recorded = new RecordingTerminal(new Looks(true, false, true, false, 20), "");

        recorded.terminal().live("longer than twenty columns are");
        recorded.terminal().line("done");

        assertThat(recorded.out()).isEqualTo("\r\033[2Klonger than twenty \r\033[2Kdone\n");
    }

    @Test
    void saysNothingMoreAfterItsLastLine() {
        RecordingTerminal recorded = RecordingTerminal.plain();

        recorded.terminal().lastLine("Interrupted");
        recorded.terminal().line("still watching");
        recorded.terminal().error("still failing");

        assertThat(recorded.out()).isEqualTo("Interrupted\n");
        assertThat(recorded.err()).isEmpty();
    }

    @Test
    void writesAsciiWhereTheLocaleHasNothingElse() {
        RecordingTerminal recorded = new RecordingTerminal(new Looks(false, false, false, false, 80), "");

        recorded.terminal()
                .line(recorded.terminal().tick() + " loss 2 → 1 · "
                        + recorded.terminal().bar(0.5));

        assertThat(recorded.out()).isEqualTo("+ loss 2 -> 1 - ##########..........\n");
    }

    @Test
    void asksNobodyWhereNobodyIs() {
        assertThat(RecordingTerminal.plain().terminal().ask("Sign? ")).isEmpty();
        assertThat(new RecordingTerminal(new Looks(false, true, true, false, 80), "a\n")
                        .terminal()
                        .ask("Sign? "))
                .contains("a");
        assertThat(Terminal.ofProcess(Map.of()).canAsk()).isFalse();
    }
}
