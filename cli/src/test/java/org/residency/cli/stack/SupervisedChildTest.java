package org.residency.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SupervisedChildTest {

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), 3);

    @TempDir
    private Path folder;

    @Test
    void startsAChildAgainThatIsKilled() throws InterruptedException {
        SupervisedChild child = child("exec sleep 60", () -> true);
        child.start();
        await(() -> child.state().phase() == Phase.READY);
        OwnedProcess first = child.state().process();

        first.find().orElseThrow().destroyForcibly();

        await(() -> child.state().phase() == Phase.READY && child.state().restarts() == 1);
        assertThat(child.state().process().pid()).isNotEqualTo(first.pid());
        child.stop();
        assertThat(child.state().process()).isNull();
    }

    @Test
    void givesUpAChildThatIsNeverReady() throws InterruptedException, IOException {
        SupervisedChild child = child("echo no luck; exit 7", () -> false);
        child.start();

        await(() -> child.state().phase() == Phase.FAILED);

        assertThat(Files.readString(Path.of(child.state().log()))).isEqualTo("no luck\n".repeat(3));
        child.stop();
    }

    @Test
    void goesOnForAChildThatWasReadyOnce() throws InterruptedException {
        SupervisedChild child = child("exec sleep 0.3", () -> true);
        child.start();

        await(() -> child.state().restarts() > 4);

        assertThat(child.state().phase()).isNotEqualTo(Phase.FAILED);
        child.stop();
    }

    @Test
    void killsAChildThatDoesNotEndWhenAsked() throws InterruptedException {
        SupervisedChild child = child("trap '' TERM; while true; do sleep 0.1; done", () -> true);
        child.start();
        await(() -> child.state().phase() == Phase.READY);
        OwnedProcess stubborn = child.state().process();

        child.stop();

        assertThat(stubborn.find()).isEmpty();
    }

    @Test
    void waitsLongerAfterEachDeathUpToALimit() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20), 3);

        assertThat(List.of(backoff.after(1), backoff.after(2), backoff.after(3), backoff.after(40)))
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(20));
    }

    private SupervisedChild child(String script, Readiness readiness) {
        ChildSpec spec = new ChildSpec(
                "tiny",
                List.of("sh", "-c", script),
                Map.of(),
                folder.resolve("tiny.log"),
                "",
                "nowhere",
                readiness,
                Duration.ofMillis(500));
        return new SupervisedChild(spec, QUICK, () -> {});
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(20);
        }
    }
}
