package org.residency.llm.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupAdvantageTest {
    @Test
    void isZeroWhereAllRewardsAreAlike() {
        GroupAdvantage advantage = GroupAdvantage.of(List.of(0.1, 0.1, 0.1));
        assertThat(advantage.isZero()).isTrue();
        assertThat(advantage.of(0.1)).isZero();
    }

    @Test
    void favoursTheBetterRollout() {
        GroupAdvantage advantage = GroupAdvantage.of(List.of(1.0, 0.0, 0.0, 0.0));
        assertThat(advantage.isZero()).isFalse();
        assertThat(advantage.of(1)).isBetween(1.4, 1.5);
        assertThat(advantage.of(0)).isBetween(-0.5, -0.49);
    }
}
