package org.residency.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;

class LocalStackTest {

    private static final StackPlan PLAN = new StackPlan(TemporalChoice.inProcess(7233), 1, 2, 3, 4);

    @TempDir
    private Path folder;

    @Test
    void clearsAwayWhatAKilledSupervisorLeftBehind() throws IOException, InterruptedException {
        Process orphan = new ProcessBuilder("sleep", "61.5").start();
        Process stranger = new ProcessBuilder("sleep", "62.5").start();
        write(
                state("api", OwnedProcess.of(orphan.toHandle(), "61.5")),
                state("serving", new OwnedProcess(stranger.pid(), 0, "not its command line")));
        LocalStack stack = stack();

        assertThat(stack.running()).isEmpty();
        assertThat(stack.leftBehind()).isPresent();
        assertThat(stack.stop(state -> {})).isTrue();

        assertThat(orphan.isAlive()).isFalse();
        assertThat(stranger.isAlive()).isTrue();
        assertThat(home().stackFile()).doesNotExist();
        stranger.destroyForcibly().waitFor();
    }

    @Test
    void hasNothingToStopWhereNothingRan() throws InterruptedException {
        assertThat(stack().stop(state -> {})).isFalse();
    }

    @Test
    void takesADamagedFileForNone() throws IOException {
        home().create(home().folder());
        Files.writeString(home().stackFile(), "{\"phase\": ");

        assertThat(stack().running()).isEmpty();
    }

    @Test
    void removesTheWholeFolderAndNothingBesideIt() throws IOException {
        Files.writeString(home().create(home().store()).resolve("weights"), "1");
        Files.writeString(folder.resolve("beside"), "2");

        stack().purge();

        assertThat(home().folder()).doesNotExist();
        assertThat(folder.resolve("beside")).exists();
    }

    @Test
    void keepsSecretsForTheirOwnerAlone() throws IOException {
        Path key = LocalStack.deidentificationKey(home());
        String first = Files.readString(key);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().folder())))
                .isEqualTo("rwx------");
        assertThat(first.strip()).hasSize(64);
        assertThat(Files.readString(LocalStack.deidentificationKey(home()))).isEqualTo(first);
    }

    private void write(ProcessState... states) {
        home().create(home().folder());
        OwnedProcess gone = new OwnedProcess(Long.MAX_VALUE, 1, "supervisor");
        new StackFile(home().stackFile())
                .write(new StackState(Phase.READY, 1, gone, PLAN, List.of(states), null, null));
    }

    private static ProcessState state(String name, OwnedProcess process) {
        return new ProcessState(name, Phase.READY, process, "http://127.0.0.1:1", 0, "/dev/null");
    }

    private LocalStack stack() {
        return new LocalStack(home(), new Installation(folder), Map.of());
    }

    private Home home() {
        return new Home(folder.resolve("home"));
    }
}
