package org.residency.llm.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.residency.llm.kernels.Kernels;

/**
 * What a batch of sequences has said so far: cache [L, 2, B, K, S, D], logits [B, V], and which tokens stand in it [B, V],
 * empty where no penalty asks.
 */
final class KvCache {
    private final NDManager owner;
    private NDArray keysAndValues;
    private NDArray logits;
    private NDArray seen;
    private int version;

    KvCache(NDManager owner, NDArray keysAndValues, NDArray logits, NDArray seen) {
        this.owner = owner;
        this.keysAndValues = keysAndValues;
        this.logits = logits;
        this.seen = seen;
        keysAndValues.attach(owner);
        logits.attach(owner);
        seen.attach(owner);
    }

    NDArray keysAndValues() {
        return keysAndValues;
    }

    NDArray seen() {
        return seen;
    }

    NDArray logits() {
        return logits;
    }

    /** Another where rows were dropped, and tensors with them. */
    int version() {
        return version;
    }

    void replaceLogits(NDArray newLogits) {
        newLogits.attach(owner);
        logits.close();
        logits = newLogits;
    }

    /** Forgets all other rows. */
    void keep(Kernels kernels, long[] rows) {
        version++;
        try (NDManager step = owner.newSubManager()) {
            NDList kept = kernels.call("keep", step)
                    .tensor(keysAndValues)
                    .tensor(logits)
                    .tensor(seen)
                    .tensor(step.create(rows))
                    .run();
            keysAndValues.close();
            logits.close();
            seen.close();
            keysAndValues = kept.get(0);
            logits = kept.get(1);
            seen = kept.get(2);
            kept.forEach(tensor -> tensor.attach(owner));
        }
    }
}
