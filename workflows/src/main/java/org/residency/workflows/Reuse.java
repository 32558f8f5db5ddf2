package org.residency.workflows;

import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.activities.Stage;

/**
 * What a run may take from earlier runs instead of working for it.
 *
 * @param fresh whether nothing is taken that it was not told to take from {@code of}; false unless told, and then what an
 *     earlier run made of the same inputs with the same settings and code is not made again
 * @param of the run whose results are taken for every stage before {@code from}
 * @param from the stage that is the first to be done anew; from {@code DEIDENTIFICATION}, for the notes are read in every run,
 *     to {@code SIGN_OFF}, for nobody signs by having signed something else
 */
public record Reuse(Boolean fresh, Optional<RunId> of, Optional<Stage> from) {

    public Reuse {
        fresh = fresh != null && fresh;
        of = of == null ? Optional.empty() : of;
        from = from == null ? Optional.empty() : from;
        if (of.isPresent() != from.isPresent()) {
            throw new IllegalArgumentException("reuse: found "
                    + (of.isPresent() ? "of '" + of.get() + "' and no from" : "from " + from.get() + " and no of")
                    + ", expected both, or neither");
        }
        from.filter(stage -> stage == Stage.INGEST || stage == Stage.DEPLOYMENT).ifPresent(stage -> {
            throw new IllegalArgumentException("reuse.from: found " + stage
                    + ", expected one of DEIDENTIFICATION, SFT, GRPO, MERGE, EVALUATION, GATE, SIGN_OFF; "
                    + (stage == Stage.INGEST
                            ? "a run that begins with the notes takes nothing of another"
                            : "a sign-off is never taken from another run"));
        });
    }

    /** What is the same as before is not made again. */
    public static Reuse whereItIsTheSame() {
        return new Reuse(false, Optional.empty(), Optional.empty());
    }

    /** Everything is made again. */
    public static Reuse ofNothing() {
        return new Reuse(true, Optional.empty(), Optional.empty());
    }

    /** What {@code run} came to before {@code stage}, and from there on what is the same as before. */
    public static Reuse from(Stage stage, RunId run) {
        return new Reuse(false, Optional.of(run), Optional.of(stage));
    }

    /** The same, without a run that results must be taken from. */
    Reuse ofAnyRun() {
        return new Reuse(fresh, Optional.empty(), Optional.empty());
    }

    /** The run that a result of {@code stage} must be taken from; empty if it is none in particular. */
    Optional<RunId> source(Stage stage) {
        return from.filter(first -> stage.compareTo(first) < 0).flatMap(first -> of);
    }

    /** Whether a result of {@code stage} may be any run's. */
    boolean mayFind(Stage stage) {
        return !fresh && from.filter(stage::equals).isEmpty();
    }
}
