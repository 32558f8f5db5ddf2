package org.residency.worker.cpu.provenance;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.provenance.FoundResult;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.activities.provenance.ResultToKeep;
import org.residency.activities.provenance.Reused;
import org.residency.activities.provenance.StageWork;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.AskedStage;
import org.residency.artifacts.StageResult;
import org.residency.artifacts.StageResults;
import org.residency.artifacts.WithdrawalRegister;

/** The results of runs in the store, as they are kept and looked for here. */
final class EarlierResults {

    private static final Logger LOG = Logger.getLogger(EarlierResults.class);

    private final StageResults results;
    private final WithdrawalRegister withdrawals;
    private final Circumstances circumstances;

    EarlierResults(ArtifactStore store, Circumstances circumstances) {
        this.results = new StageResults(store);
        this.withdrawals = new WithdrawalRegister(store);
        this.circumstances = circumstances;
    }

    /**
     * @param manifest of the run and stage of {@code request}
     * @param codeVersion that the manifest names
     */
    void keep(RecordManifestRequest request, ArtifactRef manifest, String codeVersion) {
        for (ResultToKeep result : request.results()) {
            AskedStage asked = asked(result.work());
            Optional<StageResult> kept = result.reused().isEmpty()
                    ? Optional.of(new StageResult(
                            asked,
                            circumstances.of(request.stage(), codeVersion),
                            request.run().value(),
                            new StageResult.Maker(request.run().value(), manifest),
                            result.value()))
                    // What was taken is still the work of the code that made it.
                    : results.of(asked, result.reused().get().maker().value())
                            .map(made -> made.takenBy(request.run().value()));
            kept.ifPresent(results::keep);
        }
    }

    /** The newest that was made by this worker's code and can be used. */
    Optional<FoundResult> find(StageWork work) {
        if (!circumstances.nameTheCode()) {
            LOG.infof(
                    "Looked for no earlier result of %s: version %s stands for more than one code",
                    work.stage().word(), circumstances.codeVersion());
            return Optional.empty();
        }
        return results.of(asked(work)).stream()
                .filter(result ->
                        result.circumstances().equals(circumstances.of(work.stage(), circumstances.codeVersion())))
                .filter(this::isUsable)
                .reduce((older, newer) -> newer)
                .map(EarlierResults::found);
    }

    private boolean isUsable(StageResult result) {
        Optional<String> fault = fault(result);
        fault.ifPresent(why -> LOG.infof("A result of %s is not used again: %s", result.run(), why));
        return fault.isEmpty();
    }

    private Optional<String> fault(StageResult result) {
        Set<String> digests = Stream.concat(
                        result.asked().inputs().values().stream(),
                        result.references().stream().map(ArtifactRef::sha256))
                .collect(Collectors.toUnmodifiableSet());
        return withdrawals.naming(digests).stream()
                .findFirst()
                .map(withdrawal -> "a patient who withdrew is in it (withdrawal " + withdrawal.number() + ")")
                .or(() -> results.fault(result));
    }

    FoundResult take(RunId of, StageWork work) {
        StageResult result = results.of(asked(work), of.value())
                .orElseThrow(() -> FailureKind.INVALID_INPUT.failure("reuse.of: found no result of stage "
                        + work.stage().word() + " in " + of + " for the inputs and settings of this run; it did not"
                        + " get so far, its notes or base model are others, or a version made it that kept no results;"
                        + " start from an earlier stage (reuse.from)"));
        fault(result).ifPresent(fault -> {
            throw FailureKind.INVALID_INPUT.failure("reuse.of: the result of stage "
                    + work.stage().word() + " in " + of + " cannot be used: " + fault
                    + "; start from an earlier stage (reuse.from)");
        });
        return found(result);
    }

    private static FoundResult found(StageResult result) {
        return new FoundResult(
                new Reused(new RunId(result.maker().run()), result.maker().manifest()), result.value());
    }

    private static AskedStage asked(StageWork work) {
        return AskedStage.of(work.stage().folder(), work.inputs(), work.settings());
    }
}
