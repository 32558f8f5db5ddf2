package org.residency.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Golden values: Newcombe, Statistics in Medicine 17 (1998), 857-872 and 2635-2650, recomputed apart from this code. */
class IntervalTest {
    private static final Offset<Double> FOUR_DIGITS = within(0.00005);

    @Test
    void wilsonGivesTheLimitsOfThePaper() {
        check(WilsonInterval.of(81, 263, 0.95), 0.2553, 0.3662);
        check(WilsonInterval.of(15, 148, 0.95), 0.0624, 0.1605);
        check(WilsonInterval.of(0, 20, 0.95), 0, 0.1611);
        check(WilsonInterval.of(1, 29, 0.95), 0.0061, 0.1718);
        check(WilsonInterval.of(20, 20, 0.95), 1 - 0.1611, 1);
    }

    @Test
    void thePairedDifferenceGivesTheLimitsOfMethodTen() {
        // Method 10.
        check(new PairedOutcomes(36, 12, 2, 0).difference(0.95), 0.0569, 0.3404);
        check(new PairedOutcomes(20, 12, 2, 16).difference(0.95), 0.0562, 0.3292);
        check(new PairedOutcomes(0, 0, 0, 50).difference(0.95), -0.0713, 0.0713);
    }

    @Test
    void mcNemarIsTheExactBinomialTest() {
        // 2 * (1 + 10 + 45) / 1024 for two of ten.
        assertThat(new PairedOutcomes(50, 8, 2, 5).mcNemarProbability()).isCloseTo(112 / 1024.0, within(1e-12));
        assertThat(new PairedOutcomes(50, 0, 0, 5).mcNemarProbability()).isEqualTo(1);
        assertThat(new PairedOutcomes(50, 3, 3, 5).mcNemarProbability()).isEqualTo(1);
    }

    @Test
    void pairsAreCountedByCase() {
        assertThat(PairedOutcomes.of(new double[] {1, 1, 0, 0, 1}, new double[] {1, 0, 1, 0, 0}))
                .isEqualTo(new PairedOutcomes(1, 2, 1, 1));
        assertThatThrownBy(() -> PairedOutcomes.of(new double[1], new double[2]))
                .hasMessageContaining("as many");
        assertThatThrownBy(() -> PairedOutcomes.of(new double[] {0.5}, new double[] {1}))
                .hasMessageContaining("0.5");
    }

    @Test
    void theBootstrapNearsTheNormalIntervalAndIsSeeded() {
        Random random = new Random(3);
        double[] values = random.doubles(400).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / 400);
        Interval interval = BootstrapInterval.ofMean(values, 0.95, 7);

        assertThat(interval.low()).isCloseTo(mean - 1.96 * deviation / 20, within(0.004));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * deviation / 20, within(0.004));
        assertThat(BootstrapInterval.ofMean(values, 0.95, 7)).isEqualTo(interval);
        assertThat(BootstrapInterval.ofMean(values, 0.95, 8)).isNotEqualTo(interval);
    }

    @Test
    void pairingNarrowsADifference() {
        Random random = new Random(5);
        double[] baseline = random.doubles(200).toArray();
        double[] candidate = Arrays.stream(baseline).map(x -> x + 0.05).toArray();
        Interval difference = BootstrapInterval.ofDifference(candidate, baseline, 0.95, 1);

        assertThat(difference.estimate()).isCloseTo(0.05, within(1e-12));
        assertThat(difference.isAbove(0.04)).isTrue();
        assertThat(difference.isBelow(0.06)).isTrue();
    }

    @Test
    void refusesCountsAndLevelsThatMakeNoSense() {
        assertThatThrownBy(() -> WilsonInterval.of(3, 2, 0.95)).hasMessageContaining("3 of 2");
        assertThatThrownBy(() -> WilsonInterval.of(0, 0, 0.95)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> WilsonInterval.of(1, 2, 95)).hasMessageContaining("level is 95.0");
        assertThatThrownBy(() -> new Interval(1, 2, 3, 0.95)).hasMessageContaining("low <= estimate");
        assertThatThrownBy(() -> BootstrapInterval.ofMean(new double[0], 0.95, 1))
                .hasMessageContaining("no values");
    }

    private static void check(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, FOUR_DIGITS);
        assertThat(interval.high()).isCloseTo(high, FOUR_DIGITS);
    }

    @Test
    void claimsNoCertaintyWhereEveryCaseIsTheSame() {
        Interval none = BootstrapInterval.ofShares(new double[20], 0.95, 7);

        assertThat(none.estimate()).isZero();
        assertThat(none.high()).isCloseTo(0.1611, within(0.0001));
        assertThat(BootstrapInterval.ofShares(new double[] {1, 1, 1}, 0.95, 7).low())
                .isLessThan(0.5);
    }
}
