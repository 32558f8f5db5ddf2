package org.residency.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.cli.context.Context;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;
import org.residency.cli.terminal.Terminal.Looks;
import picocli.CommandLine;

/** The help of every command and of those below it. */
class HelpTest {

    @TempDir
    Path folder;

    @Test
    void showsNothingThatIsMeantForTheFormatter() {
        assertThat(all(residency()))
                .hasSizeGreaterThan(40)
                .allSatisfy(command -> assertThat(command.getUsageMessage())
                        .as(command.getCommandSpec().qualifiedName())
                        .contains("Usage: residency")
                        .doesNotContain("%%", "%n", "%s", "%d", "${"));
    }

    @Test
    void showsAPercentSignAsOne() {
        assertThat(residency().getSubcommands().get("evaluate").getUsageMessage())
                .containsPattern("95 %\\s+interval");
    }

    private CommandLine residency() {
        return Residency.commandLine(new Context(
                new RecordingTerminal(new Looks(false, false, false, false, 80), "").terminal(),
                new Installation(folder),
                new Home(folder.resolve("home")),
                Map.of()));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
    }
}
