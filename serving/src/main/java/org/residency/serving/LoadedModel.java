package org.residency.serving;

import java.util.Objects;
import org.residency.artifacts.ArtifactRef;
import org.residency.llm.LanguageModel;

/** Verified weights in memory. They are freed once they are retired and no answer is being made with them. */
final class LoadedModel {

    private final ArtifactRef ref;
    private final LanguageModel languageModel;

    private int users;
    private boolean retired;
    private boolean closed;

    LoadedModel(ArtifactRef ref, LanguageModel languageModel) {
        this.ref = Objects.requireNonNull(ref, "ref");
        this.languageModel = Objects.requireNonNull(languageModel, "languageModel");
    }

    ArtifactRef ref() {
        return ref;
    }

    LanguageModel languageModel() {
        return languageModel;
    }

    /** Keeps the weights in memory until {@link #release}. */
    synchronized void acquire() {
        if (closed) {
            throw new IllegalStateException("model " + ref.shortDigest() + " is no longer in memory");
        }
        users++;
    }

    synchronized void release() {
        users--;
        closeIfUnused();
    }

    /** No request takes it from now on. */
    synchronized void retire() {
        retired = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (retired && users == 0 && !closed) {
            closed = true;
            languageModel.close();
        }
    }
}
