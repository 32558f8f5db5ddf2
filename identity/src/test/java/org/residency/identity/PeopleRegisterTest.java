package org.residency.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleRegisterTest {

    @TempDir
    Path folder;

    private KeyRing keys;
    private PeopleRegister register;

    @BeforeEach
    void open() {
        keys = new KeyRing(folder.resolve("keys"));
        register = new PeopleRegister(folder.resolve("people"));
    }

    @Test
    void findsWhoWasRegistered() {
        Person ada = keys.create("ada", Set.of(Role.CLINICIAN, Role.REQUESTER));
        register.register(ada);

        assertThat(register.find("ada")).contains(ada);
        assertThat(register.find("bob")).isEmpty();
        assertThat(register.with(Role.CLINICIAN)).containsExactly(ada);
        assertThat(register.with(Role.OPERATOR)).isEmpty();
        assertThat(folder.resolve("people")).isDirectoryContaining("glob:**/ada.json");
    }

    @Test
    void isEmptyBeforeTheFirst() {
        assertThat(register.people()).isEmpty();
    }

    @Test
    void neverOverwritesAnEntry() {
        register.register(keys.create("ada", Set.of(Role.CLINICIAN)));
        Person impostor = new KeyRing(folder.resolve("others")).create("ada", Set.of(Role.CLINICIAN));

        assertThatThrownBy(() -> register.register(impostor)).hasMessageContaining("ada is registered already");
        assertThat(register.people()).hasSize(1);
        assertThat(folder.resolve("people")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void refusesAnEntryUnderAnotherName() throws IOException {
        register.register(keys.create("ada", Set.of()));
        Files.move(folder.resolve("people/ada.json"), folder.resolve("people/bob.json"));

        assertThatThrownBy(() -> register.find("bob")).hasMessageContaining("bob.json: found name ada");
    }

    @Test
    void refusesAnEntryWhoseKeyWasSwapped() throws IOException {
        Person ada = keys.create("ada", Set.of());
        Person bob = keys.create("bob", Set.of());
        register.register(new Person("ada", Set.of(), bob.publicKey(), ada.keyFingerprint()));

        assertThatThrownBy(() -> register.find("ada")).hasMessageContaining("expected that of publicKey");
    }

    @Test
    void namesTheFileThatIsNoEntry() throws IOException {
        Files.createDirectories(folder.resolve("people"));
        Files.writeString(folder.resolve("people/ada.json"), "{");

        assertThatThrownBy(() -> register.people())
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("ada.json: not a person");
    }
}
