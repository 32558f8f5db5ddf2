package org.residency.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedReviewTest {
    private static final String DIGEST = "a".repeat(64);

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
    void verifiesAsItsReviewerSignedIt() {
        SignedReview signed = signer.sign(review(DIGEST, 3, ReviewDecision.APPROVED));

        assertThat(verifier.verify(signed, Role.DATA_STEWARD)).isEqualTo(new Verification.Verified(ines));
        assertThat(verifier.verify(signed, Role.CLINICIAN).refusal()).isPresent();
    }

    @Test
    void refusesAReviewThatWasChangedAfterwards() {
        SignedReview signed = signer.sign(review(DIGEST, 3, ReviewDecision.REJECTED_LEFT_IDENTIFIERS));

        for (ReviewStatement changed : List.of(
                review(DIGEST, 3, ReviewDecision.APPROVED),
                review(DIGEST, 0, ReviewDecision.REJECTED_LEFT_IDENTIFIERS),
                review("b".repeat(64), 3, ReviewDecision.REJECTED_LEFT_IDENTIFIERS))) {
            SignedReview forged = new SignedReview(changed, signed.keyFingerprint(), signed.signature());
            assertThat(verifier.verify(forged, Role.DATA_STEWARD).refusal())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("changed after it was signed"));
        }
    }

    @Test
    void refusesAReviewOfNothingSeen() {
        assertThatThrownBy(() -> new ReviewStatement(
                        DIGEST,
                        DIGEST,
                        DIGEST,
                        "mask",
                        2,
                        0,
                        new TreeMap<>(),
                        1,
                        List.of(),
                        ReviewDecision.APPROVED,
                        "ines",
                        Instant.EPOCH))
                .hasMessageContaining("nobody signs what they have not seen");
    }

    private static ReviewStatement review(String output, long findings, ReviewDecision decision) {
        return new ReviewStatement(
                DIGEST,
                output,
                DIGEST,
                "surrogate",
                20,
                findings,
                new TreeMap<>(),
                1,
                List.of("c".repeat(64)),
                decision,
                "ines",
                Instant.EPOCH);
    }
}
