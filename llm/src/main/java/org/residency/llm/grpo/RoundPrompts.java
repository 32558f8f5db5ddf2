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
    private static final long ROUNDS_OF_A_SEED = 1_000_003L;
    private static final long TIMES_APART = 1_000_000_000_039L;

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

    /**
     * Positions of cases to sample in place of some whose groups had no spread of rewards: first cases that the round does
     * not have, in an order drawn for it, then the round's own once more, then from the start again.
     *
     * @param from how many the round was given in place of others before
     * @param count how many are wanted; no case is given twice
     */
    public List<Integer> inPlace(int round, int from, int count, int caseCount) {
        Set<Integer> own = ofRound(round, caseCount);
        List<Integer> walk = new ArrayList<>(order(-1L - round, caseCount));
        walk.removeAll(own);
        walk.addAll(own);
        Collections.rotate(walk, -(from % caseCount));
        return List.copyOf(walk.subList(0, Math.min(count, caseCount)));
    }

    /**
     * The seed of a round's sampling.
     *
     * @param time of sampling in the round: 0 for its own prompts, 1 and on for those in place of others
     */
    public long samplingSeed(int round, int time) {
        return seed * ROUNDS_OF_A_SEED + round + time * TIMES_APART;
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
        Collections.shuffle(order, new Random(seed * ROUNDS_OF_A_SEED + pass));
        return order;
    }

    private int bound(List<Integer> all, int part) {
        return (int) ((long) all.size() * part / parts);
    }
}
