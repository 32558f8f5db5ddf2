package org.residency.llm.grpo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which prompts a round samples. Rounds walk through all cases in an order drawn anew for each pass, so a case comes up
 * again only once all others had their turn; and which cases a round has follows from seed and round alone.
 *
 * @param parts shares into which a round's prompts are cut
 */
public record RoundPrompts(int promptsPerRound, int parts, long seed) {
    /** Prompts of rounds that are not cut. */
    public RoundPrompts(int promptsPerRound, long seed) {
        this(promptsPerRound, 1, seed);
    }

    public RoundPrompts {
        if (promptsPerRound < 1 || parts < 1) {
            throw new IllegalArgumentException(
                    "promptsPerRound is %d and parts %d, must be 1 or more".formatted(promptsPerRound, parts));
        }
    }

    /** Positions, from 0, of the cases of this part of the round; a part of a small round may have none. */
    public List<Integer> of(int round, int part, int caseCount) {
        List<Integer> all = new ArrayList<>(ofRound(round, caseCount));
        return List.copyOf(all.subList(bound(all, part), bound(all, part + 1)));
    }

    private Set<Integer> ofRound(int round, int caseCount) {
        long from = (long) round * promptsPerRound;
        Set<Integer> cases = new LinkedHashSet<>();
        List<Integer> order = List.of();
        long orderOfPass = -1;
        for (long place = from; place < from + promptsPerRound; place++) {
            long pass = place / caseCount;
            if (pass != orderOfPass) {
                order = order(pass, caseCount);
                orderOfPass = pass;
            }
            cases.add(order.get((int) (place % caseCount)));
        }
        return cases;
    }

    private List<Integer> order(long pass, int caseCount) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < caseCount; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed * 1_000_003L + pass));
        return order;
    }

    private int bound(List<Integer> all, int part) {
        return (int) ((long) all.size() * part / parts);
    }
}
