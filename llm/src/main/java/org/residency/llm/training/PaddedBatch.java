package org.residency.llm.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.residency.llm.kernels.KernelCall;
import org.residency.llm.tokenizer.TokenIds;

/**
 * Sequences padded on the right to one length, and which of their tokens are predicted. Causal attention never looks to
 * the right, so padding needs no mask.
 *
 * <p>Legend: B sequences, T tokens of the longest, N predicted tokens of all.
 */
final class PaddedBatch implements LabelledBatch {
    private final long[] ids;
    private final long[] rows;
    private final long[] targets;
    private final int sequences;
    private final int length;
    private final long tokens;

    private PaddedBatch(long[] ids, long[] rows, long[] targets, int sequences, int length, long tokens) {
        this.ids = ids;
        this.rows = rows;
        this.targets = targets;
        this.sequences = sequences;
        this.length = length;
        this.tokens = tokens;
    }

    /** Each target's tokens are predicted from its prompt (of at least one token) and the target's earlier tokens. */
    static PaddedBatch of(List<TokenIds> prompts, List<TokenIds> targets) {
        int longest = 0;
        int labelled = 0;
        long tokens = 0;
        for (int b = 0; b < prompts.size(); b++) {
            int size = prompts.get(b).size() + targets.get(b).size();
            longest = Math.max(longest, size);
            tokens += size;
            labelled += targets.get(b).size();
        }
        // The last token of a sequence is predicted but predicts nothing.
        int length = Math.max(1, longest - 1);
        long[] ids = new long[prompts.size() * length];
        long[] rows = new long[labelled];
        long[] wanted = new long[labelled];
        int n = 0;
        for (int b = 0; b < prompts.size(); b++) {
            TokenIds sequence = prompts.get(b).then(targets.get(b));
            for (int t = 0; t < sequence.size() - 1; t++) {
                ids[b * length + t] = sequence.get(t);
            }
            for (int t = prompts.get(b).size(); t < sequence.size(); t++) {
                rows[n] = (long) b * length + t - 1;
                wanted[n++] = sequence.get(t);
            }
        }
        return new PaddedBatch(ids, rows, wanted, prompts.size(), length, tokens);
    }

    @Override
    public int labelled() {
        return targets.length;
    }

    @Override
    public long tokens() {
        return tokens;
    }

    /** Adds ids [B, T], rows [N] and targets [N]. */
    @Override
    public KernelCall addTo(KernelCall call, NDManager owner) {
        return call.tensor(owner.create(ids, new Shape(sequences, length)))
                .tensor(owner.create(rows))
                .tensor(owner.create(targets));
    }
}
