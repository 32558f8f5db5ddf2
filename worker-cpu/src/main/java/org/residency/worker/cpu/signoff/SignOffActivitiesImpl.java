package org.residency.worker.cpu.signoff;

import jakarta.inject.Singleton;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.signoff.Clinicians;
import org.residency.activities.signoff.NotifyCliniciansRequest;
import org.residency.activities.signoff.RecordStatementRequest;
import org.residency.activities.signoff.SignOffActivities;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.identity.PeopleRegister;
import org.residency.identity.Role;
import org.residency.identity.SignedStatement;
import org.residency.identity.StatementVerifier;
import org.residency.worker.cpu.ActivityFailures;
import org.residency.worker.cpu.CanonicalJson;

@Singleton
class SignOffActivitiesImpl implements SignOffActivities {

    private static final Logger LOG = Logger.getLogger(SignOffActivitiesImpl.class);
    private static final int SIGNATURE_CHARACTERS = 12;

    private final ArtifactStore store;
    private final PeopleRegister people;
    private final StatementVerifier verifier;
    private final Webhook webhook;

    SignOffActivitiesImpl(ArtifactStore store, PeopleRegister people, Webhook webhook) {
        this.store = store;
        this.people = people;
        this.verifier = new StatementVerifier(people);
        this.webhook = webhook;
    }

    @Override
    public Clinicians listClinicians() {
        return ActivityFailures.translating(() -> {
            TreeMap<String, String> fingerprints = new TreeMap<>();
            people.with(Role.CLINICIAN).forEach(person -> fingerprints.put(person.name(), person.keyFingerprint()));
            return new Clinicians(fingerprints);
        });
    }

    @Override
    public ArtifactRef recordStatement(RecordStatementRequest request) {
        return ActivityFailures.translating(() -> {
            SignedStatement signed = request.signed();
            requireSameRun(request.run(), signed);
            verifier.verify(signed, Role.CLINICIAN).refusal().ifPresent(reason -> {
                throw FailureKind.SIGN_OFF_REFUSED.failure(reason);
            });
            return store.put(key(request.run(), signed), CanonicalJson.bytes(signed));
        });
    }

    @Override
    public void notifyClinicians(NotifyCliniciansRequest request) {
        ActivityFailures.translating(() -> {
            LOG.infof("Run %s and its sign-off: %s", request.run(), sentence(request.urgency()));
            webhook.send(request);
            return null;
        });
    }

    private static void requireSameRun(RunId run, SignedStatement signed) {
        if (!signed.statement().run().equals(run.value())) {
            throw FailureKind.SIGN_OFF_REFUSED.failure(
                    "run: found " + signed.statement().run() + ", expected " + run);
        }
    }

    /** With a part of the signature: who signs anew after a statement came to nothing must find the key free. */
    private static String key(RunId run, SignedStatement signed) {
        String signature = signed.signature().replaceAll("[^A-Za-z0-9]", "").substring(0, SIGNATURE_CHARACTERS);
        return "%s/statements/%s-%s.json"
                .formatted(Stage.SIGN_OFF.key(run), signed.statement().signer(), signature);
    }

    private static String sentence(NotifyCliniciansRequest.Urgency urgency) {
        return switch (urgency) {
            case WAITING -> "it waits for a clinician";
            case REMINDER -> "it still waits for a clinician";
            case ESCALATION -> "it has waited long, and others than the clinicians should know";
            case EXPIRED -> "nobody signed in time";
        };
    }
}
