package org.residency.llm.grpo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.TrainingListener;

/** One update of an adapter (the policy) on rewarded rollouts; the reference is the model with the adapter off. */
public final class GrpoTrainer {
    public GrpoTrainer(Transformer transformer, GrpoSettings settings) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
    }

    /**
     * Updates the adapter.
     *
     * @param start the adapter's folder; where an optimizer's state stands beside it (from an earlier round), it goes on,
     *     except for an SFT checkpoint's, which starts afresh
     * @param resumeFrom a checkpoint's folder of this very update
     * @param output a checkpoint is a folder {@code step-000123} in here, written whole or not at all
     */
    public GrpoResult update(
            List<RewardedGroup> groups, Path start, Optional<Path> resumeFrom, Path output, TrainingListener listener) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
        return null;
    }
}
