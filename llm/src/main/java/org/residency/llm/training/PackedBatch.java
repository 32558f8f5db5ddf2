package org.residency.llm.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.residency.llm.kernels.KernelCall;
import org.residency.llm.tokenizer.TokenIds;

/**
 * Sequences one after another in a single row, each with its own positions and its own attention: no token sees another
 * sequence, and nothing is padded.
 *
 * <p>Legend: S sequences, T tokens of all (each sequence's last left out), N predicted tokens.
 */
final class PackedBatch implements LabelledBatch {
    private final long[] ids;
    private final long[] rows;
    private final long[] targets;
    private final long[] positions;
    private final long[] starts;
    private final long tokens;
    private final List<TokenIds> prompts;
    private final List<TokenIds> completions;

    private PackedBatch(
            long[] ids,
            long[] rows,
            long[] targets,
            long[] positions,
            long[] starts,
            long tokens,
            List<TokenIds> prompts,
            List<TokenIds> completions) {
        this.ids = ids;
        this.rows = rows;
        this.targets = targets;
        this.positions = positions;
        this.starts = starts;
        this.tokens = tokens;
        this.prompts = List.copyOf(prompts);
        this.completions = List.copyOf(completions);
    }

    /** Each target's tokens are predicted from its prompt (of at least one token) and the target's earlier tokens. */
    static PackedBatch of(List<TokenIds> prompts, List<TokenIds> targets) {
        int tokens = 0;
        int labelled = 0;
        for (int s = 0; s < prompts.size(); s++) {
            tokens += prompts.get(s).size() + targets.get(s).size();
            labelled += targets.get(s).size();
        }
        long[] ids = new long[tokens - prompts.size()];
        long[] positions = new long[ids.length];
        long[] rows = new long[labelled];
        long[] wanted = new long[labelled];
        long[] starts = new long[prompts.size() + 1];
        int at = 0;
        int n = 0;
        for (int s = 0; s < prompts.size(); s++) {
            TokenIds sequence = prompts.get(s).then(targets.get(s));
            int first = prompts.get(s).size() - 1;
            for (int t = 0; t < sequence.size() - 1; t++) {
                if (t >= first) {
                    rows[n] = at;
                    wanted[n++] = sequence.get(t + 1);
                }
                ids[at] = sequence.get(t);
                positions[at++] = t;
            }
            starts[s + 1] = at;
        }
        return new PackedBatch(ids, rows, wanted, positions, starts, tokens, prompts, targets);
    }

    @Override
    public int labelled() {
        return targets.length;
    }

    @Override
    public long tokens() {
        return tokens;
    }

    /** Adds ids [1, T], rows [N], targets [N], positions [T] and, on the CPU, starts [S + 1]. */
    @Override
    public KernelCall addTo(KernelCall call, NDManager owner) {
        return call.tensor(owner.create(ids, new Shape(1, ids.length)))
                .tensor(owner.create(rows))
                .tensor(owner.create(targets))
                .tensor(owner.create(positions))
                .integers(starts);
    }

    @Override
    public Optional<PackedRow> row(NDManager owner, boolean sharing) {
        Optional<PackedRow> shared = sharing ? SharedRow.of(prompts, completions, owner) : Optional.empty();
        return shared.or(() -> Optional.of(new PackedRow(
                owner.create(ids, new Shape(1, ids.length)),
                owner.create(rows),
                owner.create(targets),
                owner.create(positions),
                owner.newSubManager(Device.cpu()).create(starts),
                Optional.empty())));
    }
}
