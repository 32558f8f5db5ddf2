package org.residency.serving;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Stream;
import org.residency.artifacts.Deployment;

/**
 * The models in memory: the one in service, the one before it, kept hot so that a return takes no time, and a candidate
 * beside them. One set of weights may stand in several places.
 */
@Singleton
public final class ModelShelf {

    private Optional<ServedModel> inService = Optional.empty();
    private Optional<ServedModel> former = Optional.empty();
    private Optional<ServedModel> candidate = Optional.empty();

    synchronized Optional<ServedModel> inService() {
        return inService;
    }

    /** The deployment that answers; empty where none does. */
    public synchronized Optional<Deployment> deployment() {
        return inService.flatMap(ServedModel::deployment);
    }

    /** The model in service, its weights kept in memory until {@link ServedModel#giveBack}. */
    synchronized Optional<ServedModel> borrowInService() {
        inService.ifPresent(model -> model.loaded().acquire());
        return inService;
    }

    /** The candidate; otherwise as {@link #borrowInService}. */
    synchronized Optional<ServedModel> borrowCandidate() {
        candidate.ifPresent(model -> model.loaded().acquire());
        return candidate;
    }

    /** The weights of that digest, where they are in memory already. */
    synchronized Optional<LoadedModel> weights(String sha256) {
        return all().filter(model -> model.sha256().equals(sha256))
                .map(ServedModel::loaded)
                .findFirst();
    }

    synchronized void putInService(ServedModel next) {
        Optional<ServedModel> forgotten = former;
        // A new entry of the log for the very same weights does not push the model before them out of memory.
        if (inService.isPresent() && inService.get().loaded() != next.loaded()) {
            former = inService;
        }
        inService = Optional.of(next);
        forgotten.ifPresent(this::retireIfGone);
    }

    synchronized void putBeside(ServedModel next) {
        Optional<ServedModel> forgotten = candidate;
        candidate = Optional.of(next);
        forgotten.ifPresent(this::retireIfGone);
    }

    /** Forgets the candidate, where there is one. */
    synchronized void dropCandidate() {
        Optional<ServedModel> forgotten = candidate;
        candidate = Optional.empty();
        forgotten.ifPresent(this::retireIfGone);
    }

    @PreDestroy
    synchronized void close() {
        Stream<ServedModel> leaving = all().toList().stream();
        inService = Optional.empty();
        former = Optional.empty();
        candidate = Optional.empty();
        leaving.forEach(this::retireIfGone);
    }

    private void retireIfGone(ServedModel forgotten) {
        if (all().noneMatch(model -> model.loaded() == forgotten.loaded())) {
            forgotten.loaded().retire();
        }
    }

    private Stream<ServedModel> all() {
        return Stream.of(inService, former, candidate).flatMap(Optional::stream);
    }
}
