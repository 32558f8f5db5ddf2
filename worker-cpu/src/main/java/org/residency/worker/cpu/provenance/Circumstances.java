package org.residency.worker.cpu.provenance;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.residency.activities.Stage;
import org.residency.deidentification.DeidentificationKey;
import org.residency.worker.cpu.CpuWorkerConfig;

/** What a stage's result depends on beside its inputs and settings: the code, and the secret that surrogates follow from. */
@Singleton
class Circumstances {

    private final String codeVersion;
    private final String deidentificationKey;
    private final boolean trustsUnknownCode;

    @Inject
    Circumstances(
            DeidentificationKey key,
            CpuWorkerConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "build.commit") String commit) {
        this(key, config.reuse().unknownCode(), version + "+" + commit);
    }

    Circumstances(DeidentificationKey key, boolean trustsUnknownCode, String codeVersion) {
        this.codeVersion = codeVersion;
        this.trustsUnknownCode = trustsUnknownCode;
        this.deidentificationKey = key.check();
    }

    String codeVersion() {
        return codeVersion;
    }

    /** Whether the version names the code: one that was built from changed files, or without a commit, names many. */
    boolean nameTheCode() {
        return trustsUnknownCode || !(codeVersion.endsWith("unknown") || codeVersion.endsWith("-modified"));
    }

    SortedMap<String, String> of(Stage stage, String codeVersion) {
        SortedMap<String, String> circumstances = new TreeMap<>();
        circumstances.put("codeVersion", codeVersion);
        if (stage == Stage.DEIDENTIFICATION) {
            circumstances.put("deidentificationKey", deidentificationKey);
        }
        return circumstances;
    }
}
