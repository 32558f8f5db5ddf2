package org.residency.worker.gpu.grpo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.residency.activities.grpo.GrpoSettings;

/**
 * Which prompts a round samples. Rounds walk through all cases in an order drawn anew for each pass, so a case comes up
 * again only once all others had their turn; and which cases a round has follows from seed and round alone.
 */
final class RoundPrompts {

    private RoundPrompts() {}

    /** Positions, from 0, of the cases of this part of the round; a part of a small round may have none. */
    static List<Integer> of(GrpoSettings settings, int round, int part, int caseCount) {
        List<Integer> all = new ArrayList<>(ofRound(settings, round, caseCount));
        int parts = settings.samplingParts();
        return List.copyOf(all.subList(bound(all, part, parts), bound(all, part + 1, parts)));
    }

    private static Set<Integer> ofRound(GrpoSettings settings, int round, int caseCount) {
        long from = (long) round * settings.promptsPerRound();
        Set<Integer> cases = new LinkedHashSet<>();
        List<Integer> order = List.of();
        long orderOfPass = -1;
        for (long place = from; place < from + settings.promptsPerRound(); place++) {
            long pass = place / caseCount;
            if (pass != orderOfPass) {
                order = order(settings.seed(), pass, caseCount);
                orderOfPass = pass;
            }
            cases.add(order.get((int) (place % caseCount)));
        }
        return cases;
    }

    private static List<Integer> order(int seed, long pass, int caseCount) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < caseCount; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed * 1_000_003L + pass));
        return order;
    }

    private static int bound(List<Integer> all, int part, int parts) {
        return (int) ((long) all.size() * part / parts);
    }
}
