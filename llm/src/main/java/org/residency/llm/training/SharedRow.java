package org.residency.llm.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.llm.tokenizer.TokenIds;

/** Lays packed sequences out so that a prompt which neighbours have in common stands there once. */
final class SharedRow {
    /** Sharing is another run of attention a layer, so it must leave out one token of so many. */
    private static final int WORTH_ONE_OF = 16;

    private final long[] ids;
    private final long[] positions;
    private final long[] rows;
    private final long[] targets;
    private final List<Long> starts = new ArrayList<>(List.of(0L));
    private final List<Long> promptStarts = new ArrayList<>(List.of(0L));
    private final List<Long> continuationStarts = new ArrayList<>();
    private int at;
    private int labelled;

    private SharedRow(int tokens, int labels) {
        ids = new long[tokens];
        positions = new long[tokens];
        rows = new long[labels];
        targets = new long[labels];
    }

    /** Empty where too little would be shared. */
    static Optional<PackedRow> of(List<TokenIds> prompts, List<TokenIds> completions, NDManager owner) {
        int all = 0;
        int spared = 0;
        int labels = 0;
        for (int s = 0; s < prompts.size(); s++) {
            all += prompts.get(s).size() + completions.get(s).size() - 1;
            labels += completions.get(s).size();
            spared += continues(prompts, s) ? prompts.get(s).size() : 0;
        }
        if (spared * WORTH_ONE_OF < all) {
            return Optional.empty();
        }
        SharedRow row = new SharedRow(all - spared, labels);
        row.lay(prompts, completions);
        return Optional.of(row.tensors(owner));
    }

    private static boolean continues(List<TokenIds> prompts, int sequence) {
        return sequence > 0 && prompts.get(sequence).equals(prompts.get(sequence - 1));
    }

    private void lay(List<TokenIds> prompts, List<TokenIds> completions) {
        for (int s = 0; s < prompts.size(); s++) {
            if (!continues(prompts, s)) {
                put(prompts.get(s), prompts.get(s).size(), 0);
                promptStarts.add((long) at);
            }
        }
        int end = at;
        int prompt = -1;
        for (int s = 0; s < prompts.size(); s++) {
            if (!continues(prompts, s)) {
                continuationStarts.add((long) at - end);
                prompt++;
            }
            TokenIds completion = completions.get(s);
            for (int t = 0; t < completion.size(); t++) {
                // The prompt's last token predicts the first, and every token the next.
                rows[labelled] = t == 0 ? promptStarts.get(prompt + 1) - 1 : (long) at + t - 1;
                targets[labelled++] = completion.get(t);
            }
            put(completion, completion.size() - 1, prompts.get(s).size());
        }
        continuationStarts.add((long) at - end);
    }

    private void put(TokenIds tokens, int count, int position) {
        for (int t = 0; t < count; t++) {
            ids[at] = tokens.get(t);
            positions[at++] = (long) position + t;
        }
        starts.add((long) at);
    }

    private PackedRow tensors(NDManager owner) {
        NDManager host = owner.newSubManager(Device.cpu());
        return new PackedRow(
                owner.create(ids, new Shape(1, ids.length)),
                owner.create(rows),
                owner.create(targets),
                owner.create(positions),
                host.create(array(starts)),
                Optional.of(
                        new SharedPrompts(host.create(array(promptStarts)), host.create(array(continuationStarts)))));
    }

    private static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
