package org.residency.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementVerifierTest {

    @TempDir
    Path folder;

    private KeyRing keys;
    private PeopleRegister register;
    private StatementVerifier verifier;
    private Person ada;
    private SignedStatement signed;

    @BeforeEach
    void enrol() {
        keys = new KeyRing(folder.resolve("keys"));
        register = new PeopleRegister(folder.resolve("people"));
        verifier = new StatementVerifier(register);
        ada = enrol("ada", Role.CLINICIAN);
        signed = keys.signer(ada).sign(statement("ada", "a".repeat(64)));
    }

    @Test
    void acceptsWhatItsSignerSigned() {
        assertThat(verifier.verify(signed, Role.CLINICIAN)).isEqualTo(new Verification.Verified(ada));
    }

    @Test
    void refusesAFlippedBitOfTheSignature() {
        byte[] signature = Base64.getDecoder().decode(signed.signature());
        for (int bit : new int[] {0, 100, 511}) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            SignedStatement changed = new SignedStatement(
                    signed.statement(),
                    signed.keyFingerprint(),
                    Base64.getEncoder().encodeToString(flipped));

            assertThat(refusal(changed)).contains("the signature is not that of ada");
        }
    }

    @Test
    void refusesASignatureThatIsNone() {
        assertThat(refusal(new SignedStatement(signed.statement(), signed.keyFingerprint(), "!")))
                .contains("the signature is not that of ada");
        assertThat(refusal(new SignedStatement(signed.statement(), signed.keyFingerprint(), "")))
                .contains("the signature is not that of ada");
    }

    @Test
    void refusesAnotherDigestUnderTheSameSignature() {
        SignedStatement changed =
                new SignedStatement(statement("ada", "b".repeat(64)), signed.keyFingerprint(), signed.signature());

        assertThat(refusal(changed)).contains("changed after it was signed");
    }

    @Test
    void refusesAnotherDecisionUnderTheSameSignature() {
        Statement said = signed.statement();
        Statement turned = new Statement(
                said.run(),
                said.evaluationReportSha256(),
                said.mergedModelSha256(),
                Decision.REJECTED_OTHER,
                said.signer(),
                said.signedAt());

        assertThat(refusal(new SignedStatement(turned, signed.keyFingerprint(), signed.signature())))
                .contains("changed after it was signed");
    }

    @Test
    void refusesTheKeyOfAnother() {
        Person mallory = enrol("mallory", Role.CLINICIAN);
        SignedStatement hers = keys.signer(mallory).sign(statement("mallory", "a".repeat(64)));
        Statement asAda = signed.statement();

        assertThat(refusal(new SignedStatement(asAda, mallory.keyFingerprint(), hers.signature())))
                .contains("but ada is registered with " + ada.keyFingerprint().substring(0, 12));
        assertThat(refusal(new SignedStatement(asAda, ada.keyFingerprint(), hers.signature())))
                .contains("the signature is not that of ada");
    }

    @Test
    void refusesWhoIsNotRegistered() {
        Person eve = keys.create("eve", Set.of(Role.CLINICIAN));

        assertThat(refusal(keys.signer(eve).sign(statement("eve", "a".repeat(64)))))
                .contains("eve is not registered");
        assertThat(refusal(new SignedStatement(statement("../eve", "a".repeat(64)), "f", "s")))
                .contains("not a person's name");
    }

    @Test
    void refusesWhoLacksTheRole() {
        Person bob = enrol("bob", Role.REQUESTER);

        assertThat(refusal(keys.signer(bob).sign(statement("bob", "a".repeat(64)))))
                .contains("[REQUESTER], expected CLINICIAN");
    }

    @Test
    void signsInNobodyElsesName() {
        assertThatThrownBy(() -> keys.signer(ada).sign(statement("bob", "a".repeat(64))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void signsSortedJson() {
        assertThat(new String(CanonicalStatement.bytes(signed.statement()), StandardCharsets.UTF_8))
                .isEqualTo("{\"decision\":\"APPROVED\",\"evaluationReportSha256\":\"" + "a".repeat(64)
                        + "\",\"mergedModelSha256\":\"" + "c".repeat(64)
                        + "\",\"run\":\"run-1\",\"signedAt\":\"2026-11-23T10:00:00Z\",\"signer\":\"ada\"}");
    }

    private String refusal(SignedStatement statement) {
        return verifier.verify(statement, Role.CLINICIAN).refusal().orElseThrow();
    }

    private Person enrol(String name, Role role) {
        Person person = keys.create(name, Set.of(role));
        register.register(person);
        return person;
    }

    private static Statement statement(String signer, String report) {
        return new Statement(
                "run-1", report, "c".repeat(64), Decision.APPROVED, signer, Instant.parse("2026-11-23T10:00:00Z"));
    }
}
