package org.residency.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedWithdrawalTest {

    @TempDir
    Path folder;

    private StatementVerifier verifier;
    private StatementSigner signer;
    private Person ines;

    @BeforeEach
    void enrol() {
        KeyRing keys = new KeyRing(folder.resolve("keys"));
        PeopleRegister register = new PeopleRegister(folder.resolve("people"));
        verifier = new StatementVerifier(register);
        ines = keys.create("ines", Set.of(Role.DATA_STEWARD));
        register.register(ines);
        signer = keys.signer(ines);
    }

    @Test
    void verifiesAsItsStewardSignedIt() {
        SignedWithdrawal signed = signer.sign(withdrawal(1, "aa", Set.of("d")));

        assertThat(verifier.verify(signed, Role.DATA_STEWARD)).isEqualTo(new Verification.Verified(ines));
        assertThat(verifier.verify(signed, Role.CLINICIAN).refusal()).isPresent();
    }

    @Test
    void refusesAWithdrawalThatWasChangedOrMovedAfterwards() {
        SignedWithdrawal signed = signer.sign(withdrawal(1, "aa", Set.of("d")));

        for (WithdrawalStatement changed : List.of(
                withdrawal(2, "aa", Set.of("d")), withdrawal(1, "bb", Set.of("d")), withdrawal(1, "aa", Set.of()))) {
            SignedWithdrawal forged = new SignedWithdrawal(changed, signed.keyFingerprint(), signed.signature());
            assertThat(verifier.verify(forged, Role.DATA_STEWARD).refusal())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("changed after it was signed"));
        }
    }

    @Test
    void signsInNobodyElsesName() {
        WithdrawalStatement other = new WithdrawalStatement(
                1, new TreeMap<>(Map.of("k", "aa")), new TreeSet<>(), new TreeSet<>(), "otto", Instant.EPOCH);

        assertThatThrownBy(() -> signer.sign(other)).hasMessageContaining("found otto, expected ines");
    }

    private static WithdrawalStatement withdrawal(int number, String patient, Set<String> datasets) {
        return new WithdrawalStatement(
                number,
                new TreeMap<>(Map.of("k", patient)),
                new TreeSet<>(datasets),
                new TreeSet<>(),
                "ines",
                Instant.EPOCH);
    }
}
