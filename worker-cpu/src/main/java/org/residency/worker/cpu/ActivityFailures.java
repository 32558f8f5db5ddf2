package org.residency.worker.cpu;

import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.TemporalFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.residency.activities.FailureKind;
import org.residency.artifacts.ArtifactConflictException;
import org.residency.artifacts.ArtifactCorruptException;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.artifacts.UnauditedShardException;
import org.residency.artifacts.WithdrawnPatientException;
import org.residency.dataset.InvalidDatasetException;
import org.residency.identity.IdentityException;
import org.residency.scoring.files.InvalidLineException;

/**
 * Turns what goes wrong in an activity into a failure of a known kind. Only messages that Residency itself writes enter
 * the history; those of others could quote a note, so of them the type and the place are told.
 */
public final class ActivityFailures {

    private static final String OWN_CODE = "org.residency.";

    private ActivityFailures() {}

    /** Does the work of an activity; whatever it throws comes out as a failure of a known kind. */
    public static <T> T translating(Callable<T> work) {
        try {
            return work.call();
        } catch (ActivityCompletionException | TemporalFailure e) {
            throw e;
        } catch (Exception | OutOfMemoryError e) {
            // Without the cause: its message would enter the history too.
            throw kindOf(e).failure(messageOf(e));
        }
    }

    private static FailureKind kindOf(Throwable problem) {
        if (problem instanceof ArtifactCorruptException) {
            return FailureKind.CORRUPT_ARTIFACT;
        }
        if (problem instanceof UnauditedShardException) {
            return FailureKind.UNAUDITED_DATA;
        }
        if (problem instanceof WithdrawnPatientException) {
            return FailureKind.WITHDRAWN_DATA;
        }
        if (problem instanceof ArtifactConflictException) {
            return FailureKind.INTERNAL;
        }
        if (isOutOfMemory(problem) || isDiskFull(problem)) {
            return FailureKind.OUT_OF_RESOURCES;
        }
        if (isInput(problem)) {
            return FailureKind.INVALID_INPUT;
        }
        if (problem instanceof ArtifactStoreException
                || problem instanceof IdentityException
                || problem instanceof IOException
                || problem instanceof UncheckedIOException) {
            return FailureKind.UNREACHABLE;
        }
        return FailureKind.INTERNAL;
    }

    private static String messageOf(Throwable problem) {
        if (isInput(problem)
                || problem instanceof UnauditedShardException
                || problem instanceof WithdrawnPatientException
                || problem instanceof ArtifactStoreException
                || problem instanceof IdentityException) {
            return problem.getMessage();
        }
        if (isOutOfMemory(problem)) {
            return "The worker's memory is full; give it more (-Xmx), or lower ingest.casesPerShard";
        }
        if (isDiskFull(problem)) {
            return "The worker's disk is full; free some space in RESIDENCY_CACHE";
        }
        Throwable root = problem instanceof UncheckedIOException unchecked ? unchecked.getCause() : problem;
        return root instanceof FileSystemException file
                ? file.getClass().getSimpleName() + ": " + file.getFile()
                : root.getClass().getName() + placeOf(root);
    }

    private static boolean isInput(Throwable problem) {
        return problem instanceof InvalidDatasetException
                || problem instanceof InvalidLineException
                || isRefusedArgument(problem);
    }

    /** A value that code of our own refused, with a message of our own. */
    private static boolean isRefusedArgument(Throwable problem) {
        return problem instanceof IllegalArgumentException
                && problem.getStackTrace().length > 0
                && problem.getStackTrace()[0].getClassName().startsWith(OWN_CODE);
    }

    private static boolean isOutOfMemory(Throwable problem) {
        return problem instanceof OutOfMemoryError;
    }

    private static boolean isDiskFull(Throwable problem) {
        return Stream.iterate(problem, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof IOException
                        && String.valueOf(cause.getMessage()).contains("No space left"));
    }

    private static String placeOf(Throwable problem) {
        return Arrays.stream(problem.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OWN_CODE))
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
    }
}
