package org.residency.workflows;

import java.util.List;
import org.residency.activities.grpo.RewardedRollouts;

/** How many groups with a spread of rewards a round is short of. */
final class GroupsWanting {

    private GroupsWanting() {}

    /**
     * @param own what the round sampled first, as many groups as it shall have
     * @param all those and what was sampled in place of some
     */
    static int of(List<RewardedRollouts> own, List<RewardedRollouts> all) {
        int wanted =
                own.stream().mapToInt(part -> part.rollouts().promptCount()).sum();
        int spread = all.stream()
                .mapToInt(part -> part.rollouts().promptCount() - part.equalGroups())
                .sum();
        return Math.max(0, wanted - spread);
    }
}
