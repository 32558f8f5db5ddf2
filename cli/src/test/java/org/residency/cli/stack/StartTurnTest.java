package org.residency.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTurnTest {

    @TempDir
    Path folder;

    @Test
    void givesTheTurnToOneAtATime() throws IOException {
        Path file = folder.resolve("start.lock");
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            try (StartTurn turn = StartTurn.await(file)) {
                assertThat(canLock(other)).isFalse();
            }
            assertThat(canLock(other)).isTrue();
        }
    }

    private static boolean canLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException held) {
            return false;
        }
    }
}
