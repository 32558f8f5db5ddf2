package org.residency.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @TempDir
    Path folder;

    private PassVerifier verifier;
    private StatementSigner otto;
    private StatementSigner grace;

    @BeforeEach
    void register() {
        PeopleRegister register = new PeopleRegister(folder.resolve("people"));
        KeyRing keys = new KeyRing(folder.resolve("keys"));
        Person operator = keys.create("otto", Set.of(Role.OPERATOR));
        Person clinician = keys.create("grace", Set.of(Role.CLINICIAN));
        register.register(operator);
        register.register(clinician);
        otto = keys.signer(operator);
        grace = keys.signer(clinician);
        verifier = new PassVerifier(register, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void letsItsHolderPass() {
        Verification verification = verifier.verify(otto.pass(NOW.plus(Duration.ofHours(8))), Role.OPERATOR);

        assertThat(verification).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void endsWhenItSays() {
        assertRefused(otto.pass(NOW), "ended at");
    }

    @Test
    void countsForHoursOnly() {
        assertRefused(otto.pass(NOW.plus(Duration.ofDays(1))), "within 12 hours");
    }

    @Test
    void needsTheRole() {
        assertRefused(grace.pass(NOW.plusSeconds(60)), "expected OPERATOR");
    }

    @Test
    void cannotBeMadeLonger() {
        String pass = otto.pass(NOW.plusSeconds(60));
        String later = pass.replace(
                String.valueOf(NOW.plusSeconds(60).getEpochSecond()),
                String.valueOf(NOW.plusSeconds(600).getEpochSecond()));

        assertRefused(later, "not signed by otto");
    }

    @Test
    void cannotBeMadeInAnothersName() {
        assertRefused(grace.pass(NOW.plusSeconds(60)).replace("grace", "otto"), "not signed by otto");
    }

    @Test
    void refusesWhatIsNoPass() {
        assertRefused("Basic abc", "not a pass");
        assertRefused("residency-pass:1:otto:99999999999999999999:AA", "not a pass");
    }

    private void assertRefused(String text, String reason) {
        assertThat(verifier.verify(text, Role.OPERATOR))
                .isInstanceOfSatisfying(
                        Verification.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }
}
