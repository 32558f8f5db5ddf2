package org.residency.serving.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.DeploymentLog;
import org.residency.artifacts.Manifest;
import org.residency.artifacts.ManifestChain;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.ServedSettings;

/** What a run leaves in the store by the time its model is deployed. */
public final class SignedModels {

    private final ArtifactStore store;

    public SignedModels(ArtifactStore store) {
        this.store = store;
    }

    /** A merged model and the head of its chain. */
    public record Signed(String run, ArtifactRef model, ArtifactRef manifest) {}

    public Signed signed(String run, Path folder) {
        return decided(run, folder, "APPROVED");
    }

    /** A model that a clinician refused to sign: the chain has a statement all the same. */
    public Signed rejected(String run, Path folder) {
        return decided(run, folder, "REJECTED");
    }

    private Signed decided(String run, Path folder, String ending) {
        ArtifactRef model = store.putFolder("runs/" + run + "/5-merge/model", folder);
        ArtifactRef merge = record(run, "5-merge", Map.of(), Map.of("model", model), Map.of(), Optional.empty());
        ArtifactRef statement = store.put("runs/" + run + "/8-signoff/statement.json", new byte[] {'{', '}'});
        return new Signed(
                run,
                model,
                record(
                        run,
                        "8-signoff",
                        Map.of("model", model),
                        Map.of("statement/ada", statement),
                        Map.of("signoff.ending", ending),
                        Optional.of(merge)));
    }

    /** A model whose chain ends before anybody signed. */
    public Signed unsigned(String run, Path folder) {
        ArtifactRef model = store.putFolder("runs/" + run + "/5-merge/model", folder);
        return new Signed(
                run, model, record(run, "5-merge", Map.of(), Map.of("model", model), Map.of(), Optional.empty()));
    }

    public Deployment deploy(Signed signed, int maxCompletionTokens) {
        return new DeploymentLog(store)
                .promote(
                        signed.run(),
                        new MergedModel(signed.model()),
                        signed.manifest(),
                        new ServedSettings(0.8, 0.95, maxCompletionTokens));
    }

    private ArtifactRef record(
            String run,
            String stage,
            Map<String, ArtifactRef> inputs,
            Map<String, ArtifactRef> outputs,
            Map<String, String> settings,
            Optional<ArtifactRef> previous) {
        return ManifestChain.record(
                store,
                "runs/" + run + "/" + stage + "/manifest.json",
                new Manifest(
                        run,
                        stage,
                        new TreeMap<>(inputs),
                        new TreeMap<>(settings),
                        new TreeMap<>(outputs),
                        "test",
                        previous));
    }
}
