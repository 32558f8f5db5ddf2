package org.residency.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {

    @TempDir
    private Path folder;

    @Test
    void letsNobodyElseIn() throws IOException {
        Path home = folder.resolve("home");
        Path key = home.resolve("key");
        OwnerOnly.createFolder(home);
        OwnerOnly.createFile(key);
        assertThat(OwnerOnly.permissions(home).map(PosixFilePermissions::toString))
                .as("where the file system has permissions")
                .isIn(Optional.of("rwx------"), Optional.empty());
        assertThat(OwnerOnly.permissions(key).map(PosixFilePermissions::toString))
                .isIn(Optional.of("rw-------"), Optional.empty());
    }

    @Test
    void doesNotTakeAFileThatIsThereAlready() throws IOException {
        OwnerOnly.createFile(folder.resolve("key"));
        assertThatThrownBy(() -> OwnerOnly.createFile(folder.resolve("key")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }
}
