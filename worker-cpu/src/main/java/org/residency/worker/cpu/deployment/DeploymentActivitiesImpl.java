package org.residency.worker.cpu.deployment;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.deployment.DeploymentActivities;
import org.residency.activities.deployment.LoadCandidateRequest;
import org.residency.activities.deployment.PromoteModelRequest;
import org.residency.activities.deployment.RestoreModelRequest;
import org.residency.activities.deployment.SmokeRequest;
import org.residency.activities.deployment.SmokeResult;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.DeploymentLog;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.Split;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.dataset.ClinicalCase;
import org.residency.worker.cpu.ActivityFailures;
import org.residency.worker.cpu.CanonicalJson;
import org.residency.worker.cpu.Heartbeat;
import org.residency.worker.cpu.StoredCases;

/** The log says what is to be in service; the serving process is told to follow it. */
@Singleton
class DeploymentActivitiesImpl implements DeploymentActivities {

    private final ArtifactStore store;
    private final DeploymentLog log;
    private final ArtifactCache cache;
    private final StoredCases storedCases;
    private final WithdrawalRegister withdrawals;
    private final ServingAdmin serving;

    DeploymentActivitiesImpl(ArtifactStore store, ArtifactCache cache, ServingAdmin serving) {
        this.store = store;
        this.log = new DeploymentLog(store);
        this.cache = cache;
        this.storedCases = new StoredCases(cache);
        this.withdrawals = new WithdrawalRegister(store);
        this.serving = serving;
    }

    @Override
    public Optional<Deployment> currentDeployment() {
        return ActivityFailures.translating(log::current);
    }

    @Override
    public void loadCandidate(LoadCandidateRequest request) {
        done(() -> {
            withdrawals.requireFree(cache, request.model().ref(), request.manifest());
            ServingAdmin.Candidate candidate =
                    new ServingAdmin.Candidate(request.model().ref(), request.manifest(), request.settings());
            // The smoke prompts may find the serving process restarted, and then load it anew.
            store.put(candidateKey(request.run()), CanonicalJson.bytes(candidate));
            Heartbeat.of(Stage.DEPLOYMENT).during("models", () -> {
                serving.load(candidate);
                return null;
            });
            return null;
        });
    }

    @Override
    public SmokeResult runSmokePrompts(SmokeRequest request) {
        return ActivityFailures.translating(() -> {
            List<ClinicalCase> prompts = prompts(request);
            int wellFormed =
                    Heartbeat.of(Stage.DEPLOYMENT).during("smoke prompts", () -> countWellFormed(request, prompts));
            if (wellFormed < request.minWellFormed()) {
                throw FailureKind.SMOKE_TEST_FAILED.failure("smoke prompts: found " + wellFormed + " of "
                        + prompts.size() + " answers well formed, expected at least " + request.minWellFormed());
            }
            return new SmokeResult(prompts.size(), wellFormed);
        });
    }

    @Override
    public Deployment promoteModel(PromoteModelRequest request) {
        return ActivityFailures.translating(() -> {
            withdrawals.requireFree(cache, request.model().ref(), request.manifest());
            Deployment promoted =
                    log.promote(request.run().value(), request.model(), request.manifest(), request.settings());
            return followed(promoted);
        });
    }

    @Override
    public void discardCandidate(MergedModel candidate) {
        done(() -> {
            serving.discard();
            return null;
        });
    }

    @Override
    public Deployment restoreModel(RestoreModelRequest request) {
        return ActivityFailures.translating(() -> {
            boolean asked = !request.rollback().equals(request.undo().run());
            if (asked) {
                requireFormerIsFree(request.undo());
            }
            // A run that takes its own deployment back leaves in service what was, for an operator to decide about.
            return followed(log.restore(request.undo().number()));
        });
    }

    /** What is brought back is put to service anew, and so held against the withdrawals anew. */
    private void requireFormerIsFree(Deployment undo) {
        log.entries().stream()
                .filter(former -> undo.replaced().equals(Optional.of(former.number())))
                .forEach(former -> withdrawals.requireFree(cache, former.model().ref(), former.manifest()));
    }

    private int countWellFormed(SmokeRequest request, List<ClinicalCase> prompts) throws InterruptedException {
        int wellFormed = 0;
        for (ClinicalCase prompt : prompts) {
            wellFormed += ask(request, prompt).wellFormed() ? 1 : 0;
        }
        return wellFormed;
    }

    private static void done(Callable<Void> work) {
        ActivityFailures.translating(work);
    }

    /** Has the serving process answer with the deployment, or with a later one. */
    private Deployment followed(Deployment deployment) throws Exception {
        Deployment inService = Heartbeat.of(Stage.DEPLOYMENT).during("models", serving::refresh);
        if (inService.number() < deployment.number()) {
            throw FailureKind.UNREACHABLE.failure("serving: answers with deployment " + inService.number()
                    + ", expected " + deployment.number() + "; check that it reads the same RESIDENCY_STORE");
        }
        return deployment;
    }

    private ServingAdmin.Answer ask(SmokeRequest request, ClinicalCase prompt) throws InterruptedException {
        String model = request.model().ref().sha256();
        try {
            ServingAdmin.Answer answer = serving.ask(prompt.question());
            if (answer.model().equals(model)) {
                return answer;
            }
        } catch (ServingAdmin.NoCandidateException e) {
            // Loaded anew below.
        }
        serving.load(candidate(request.run()));
        try {
            ServingAdmin.Answer answer = serving.ask(prompt.question());
            if (answer.model().equals(model)) {
                return answer;
            }
            throw FailureKind.UNREACHABLE.failure("serving: its candidate is " + answer.model() + ", expected " + model
                    + "; another run deploys at this moment");
        } catch (ServingAdmin.NoCandidateException e) {
            throw FailureKind.UNREACHABLE.failure("serving: lost the candidate that it had just loaded");
        }
    }

    private ServingAdmin.Candidate candidate(RunId run) {
        ArtifactRef ref = store.find(candidateKey(run))
                .orElseThrow(() -> FailureKind.INTERNAL.failure("the candidate of " + run + " was never loaded"));
        return CanonicalJson.read(store.read(ref), ServingAdmin.Candidate.class);
    }

    private List<ClinicalCase> prompts(SmokeRequest request) throws Exception {
        Split split = request.dataset().caseCount(Split.VALIDATION) > 0 ? Split.VALIDATION : Split.TRAIN;
        return storedCases.of(request.dataset().shards(split)).stream()
                .limit(request.prompts())
                .toList();
    }

    private static String candidateKey(RunId run) {
        return Stage.DEPLOYMENT.key(run) + "/candidate.json";
    }
}
