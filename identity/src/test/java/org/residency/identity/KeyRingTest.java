package org.residency.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class KeyRingTest {

    @TempDir
    Path folder;

    private KeyRing keys;

    @BeforeEach
    void open() {
        keys = new KeyRing(folder);
    }

    @Test
    void keepsThePrivateKeyForItsOwnerAlone() throws IOException {
        keys.create("ada", Set.of(Role.CLINICIAN));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ada.pem"))))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("ada.pem"))
                .content()
                .startsWith("-----BEGIN PRIVATE KEY-----\n")
                .endsWith("\n-----END PRIVATE KEY-----\n");
    }

    @Test
    void neverOverwritesAKey() throws IOException {
        keys.create("ada", Set.of());
        String before = Files.readString(folder.resolve("ada.pem"));

        assertThatThrownBy(() -> keys.create("ada", Set.of()))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("never overwritten");
        assertThat(folder.resolve("ada.pem")).hasContent(before);
    }

    @Test
    void refusesAKeyThatOthersCanRead() throws IOException {
        Person ada = keys.create("ada", Set.of());
        Files.setPosixFilePermissions(folder.resolve("ada.pem"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> keys.signer(ada)).hasMessageContaining("found permissions rw-r--r--");
    }

    @Test
    void refusesTheKeyOfAnother() throws IOException {
        Person ada = keys.create("ada", Set.of());
        keys.create("bob", Set.of());
        Files.delete(folder.resolve("ada.pem"));
        Files.move(folder.resolve("bob.pem"), folder.resolve("ada.pem"));

        assertThatThrownBy(() -> keys.signer(ada)).hasMessageContaining("not the key under which ada is registered");
    }

    @Test
    void refusesADamagedKeyWithoutQuotingIt() throws IOException {
        Person ada = keys.create("ada", Set.of());
        Files.writeString(folder.resolve("ada.pem"), "SECRET");

        assertThatThrownBy(() -> keys.signer(ada))
                .hasMessageContaining("not an Ed25519 private key")
                .hasMessageNotContaining("SECRET")
                .hasNoCause();
    }

    @Test
    void saysHowToMakeAMissingKey() {
        Person ada = keys.create("ada", Set.of());

        assertThatThrownBy(() -> new KeyRing(folder.resolve("elsewhere")).signer(ada))
                .hasMessageContaining("residency keys create");
    }

    @Test
    void refusesNamesThatAreNotFileNames() {
        assertThatThrownBy(() -> keys.create("../ada", Set.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
