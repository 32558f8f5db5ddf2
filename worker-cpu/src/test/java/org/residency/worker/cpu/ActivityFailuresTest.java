package org.residency.worker.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.residency.activities.FailureKind;
import org.residency.artifacts.ArtifactConflictException;
import org.residency.artifacts.ArtifactCorruptException;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.identity.IdentityException;
import org.residency.identity.Person;

class ActivityFailuresTest {

    @Test
    void givesEachProblemItsKind() {
        assertKind(new ArtifactCorruptException("digest"), FailureKind.CORRUPT_ARTIFACT);
        assertKind(new ArtifactConflictException("taken"), FailureKind.INTERNAL);
        assertKind(new ArtifactStoreException("away"), FailureKind.UNREACHABLE);
        assertKind(
                new ArtifactStoreException("full", new IOException("No space left on device")),
                FailureKind.OUT_OF_RESOURCES);
        assertKind(new IOException("No space left on device"), FailureKind.OUT_OF_RESOURCES);
        assertKind(new NoSuchFileException("/x"), FailureKind.UNREACHABLE);
        assertKind(new UncheckedIOException(new IOException("x")), FailureKind.UNREACHABLE);
        assertKind(new IdentityException("register"), FailureKind.UNREACHABLE);
        assertKind(new IllegalStateException("bug"), FailureKind.INTERNAL);
    }

    @Test
    void runsOutOfMemoryAsAFailureThatIsTriedAgain() {
        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class,
                () -> ActivityFailures.translating(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }));

        assertThat(failure.getType()).isEqualTo("OUT_OF_RESOURCES");
        assertThat(failure.isNonRetryable()).isFalse();
    }

    @Test
    void takesARefusedValueOfOurOwnForInput() {
        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class,
                () -> ActivityFailures.translating(() -> new Person("No Name", null, "", "")));

        assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage()).contains("person's name");
    }

    @Test
    void quotesNobodyElse() {
        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class,
                () -> ActivityFailures.translating(
                        () -> new ObjectMapper().readValue("{\"note\": Jane Roe}", Object.class)));

        assertThat(failure.getOriginalMessage()).doesNotContain("Jane").contains("JsonParseException");
        assertThat(failure).hasNoCause();
    }

    @Test
    void letsACancelThrough() {
        assertThatThrownBy(() -> ActivityFailures.translating(() -> {
                    throw new ActivityCanceledException();
                }))
                .isInstanceOf(ActivityCanceledException.class);
    }

    private static void assertKind(Exception problem, FailureKind kind) {
        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class,
                () -> ActivityFailures.translating(() -> {
                    throw problem;
                }));

        assertThat(failure.getType()).as("%s", problem).isEqualTo(kind.name());
        assertThat(failure.isNonRetryable()).isEqualTo(!kind.isRetried());
    }
}
