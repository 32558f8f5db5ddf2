package org.residency.worker.gpu;

import ai.djl.engine.EngineException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.TemporalFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Locale;
import org.residency.activities.FailureKind;
import org.residency.artifacts.ArtifactConflictException;
import org.residency.artifacts.ArtifactCorruptException;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.artifacts.UnauditedShardException;
import org.residency.artifacts.WithdrawnPatientException;
import org.residency.dataset.InvalidDatasetException;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.memory.MemoryShortageException;
import org.residency.llm.model.ContextLengthException;
import org.residency.llm.training.CheckpointMismatchException;
import org.residency.llm.training.TrainingDivergedException;
import org.residency.scoring.files.InvalidLineException;

/**
 * Turns what goes wrong into a failure of a known kind. Only messages that Residency itself writes enter the history;
 * those of others could quote a case, so of them the type and the place are told.
 */
final class ActivityFailures {

    private static final String OWN_CODE = "org.residency.";

    private ActivityFailures() {}

    /** The exception to throw from the activity in place of {@code problem}. */
    static RuntimeException translate(Throwable problem) {
        if (problem instanceof ActivityCompletionException stopped) {
            return stopped;
        }
        if (problem instanceof TemporalFailure known) {
            return known;
        }
        return kindOf(problem).failure(messageOf(problem));
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
        if (problem instanceof ArtifactStoreException) {
            return isDiskFull(problem) ? FailureKind.OUT_OF_RESOURCES : FailureKind.UNREACHABLE;
        }
        if (problem instanceof TrainingDivergedException) {
            return FailureKind.LOSS_DIVERGED;
        }
        if (isInput(problem)) {
            return FailureKind.INVALID_INPUT;
        }
        if (problem instanceof OutOfMemoryError
                || problem instanceof MemoryShortageException
                || isOutOfDeviceMemory(problem)
                || isDiskFull(problem)) {
            return FailureKind.OUT_OF_RESOURCES;
        }
        return FailureKind.INTERNAL;
    }

    private static boolean isInput(Throwable problem) {
        return problem instanceof InvalidInputException
                || problem instanceof ModelFormatException
                || problem instanceof CheckpointMismatchException
                || problem instanceof ContextLengthException
                || problem instanceof InvalidDatasetException
                || problem instanceof InvalidLineException
                || isRefusedArgument(problem);
    }

    /** A record of our own that refused its values: a setting out of the engine's range. */
    private static boolean isRefusedArgument(Throwable problem) {
        return problem instanceof IllegalArgumentException
                && problem.getStackTrace().length > 0
                && problem.getStackTrace()[0].getClassName().startsWith(OWN_CODE);
    }

    private static boolean isOutOfDeviceMemory(Throwable problem) {
        return problem instanceof EngineException
                && String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT).contains("out of memory");
    }

    private static boolean isDiskFull(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException file
                    && String.valueOf(file.getReason()).contains("No space left")) {
                return true;
            }
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains("No space left")) {
                return true;
            }
        }
        return false;
    }

    private static String messageOf(Throwable problem) {
        if (isInput(problem)
                || problem instanceof UnauditedShardException
                || problem instanceof WithdrawnPatientException
                || problem instanceof ArtifactStoreException
                || problem instanceof MemoryShortageException
                || problem instanceof TrainingDivergedException) {
            return problem.getMessage();
        }
        if (isDiskFull(problem)) {
            return "The worker's disk is full; free some space in its cache folder";
        }
        Throwable root = problem instanceof UncheckedIOException unchecked ? unchecked.getCause() : problem;
        return root.getClass().getName() + placeOf(root);
    }

    private static String placeOf(Throwable problem) {
        return Arrays.stream(problem.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OWN_CODE))
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
    }
}
