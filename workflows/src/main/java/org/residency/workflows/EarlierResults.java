package org.residency.workflows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.provenance.FoundResult;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.activities.provenance.ResultToKeep;
import org.residency.activities.provenance.TakeResultRequest;

/**
 * What earlier runs have made of the same. It is looked for because it cannot be made again: on a GPU the same training gives
 * other bytes each time.
 */
final class EarlierResults {

    /** Runs that an older version began look for nothing. */
    private static final String RESULTS_ARE_REUSED = "results-are-reused";

    private static final ObjectMapper JSON = JacksonJsonPayloadConverter.newDefaultObjectMapper();

    private final Reuse reuse;

    EarlierResults(Reuse reuse) {
        this.reuse = reuse;
    }

    /** What {@code work} comes to: taken from an earlier run where this run wants that and there is one, else done. */
    <T> Done<T> get(Work<T> work, Functions.Func<T> otherwise) {
        if (Workflow.getVersion(RESULTS_ARE_REUSED, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
            return new Done<>(work, otherwise.apply(), Optional.empty());
        }
        Optional<RunId> source = reuse.source(work.stage());
        if (source.isPresent()) {
            TakeResultRequest request = new TakeResultRequest(source.get(), work.asked());
            return taken(work, ask("Take", work, activities -> activities.takeResult(request)));
        }
        return find(work).orElseGet(() -> new Done<>(work, otherwise.apply(), Optional.empty()));
    }

    /** As {@link #get}, but for what the run that results are taken from need not have. */
    <T> Done<T> getAny(Work<T> work, Functions.Func<T> otherwise) {
        return new EarlierResults(reuse.ofAnyRun()).get(work, otherwise);
    }

    private <T> Optional<Done<T>> find(Work<T> work) {
        return reuse.mayFind(work.stage())
                ? ask("Look for", work, activities -> activities.findResult(work.asked()))
                        .map(found -> taken(work, found))
                : Optional.empty();
    }

    private static <R> R ask(String verb, Work<?> work, Functions.Func1<ProvenanceActivities, R> question) {
        String name = work.stage().folder() + (work.part().isEmpty() ? "" : " " + work.part());
        return OnTheSpot.call(
                ProvenanceActivities.class, StageOptions.FIND_RESULT, verb + " an earlier result of " + name, question);
    }

    private static <T> Done<T> taken(Work<T> work, FoundResult found) {
        try {
            return new Done<>(work, JSON.treeToValue(found.value(), work.type()), Optional.of(found.from()));
        } catch (JsonProcessingException e) {
            // Not its message: it quotes what it could not read.
            throw FailureKind.INTERNAL.failure(
                    "the result of stage " + work.stage().word() + " in "
                            + found.from().maker() + " is no " + work.type().getSimpleName() + "; ask for a fresh run");
        }
    }

    /** What later runs may find. */
    static ResultToKeep keep(Done<?> done) {
        return new ResultToKeep(done.work().asked(), JSON.valueToTree(done.value()), done.reused());
    }
}
