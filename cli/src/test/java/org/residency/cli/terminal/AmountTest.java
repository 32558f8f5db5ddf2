package org.residency.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmountTest {

    @Test
    void readsDurationsAsAPersonWould() {
        assertThat(Amount.of(Duration.ofMillis(4_230))).isEqualTo("4.2 s");
        assertThat(Amount.of(Duration.ofSeconds(42))).isEqualTo("42 s");
        assertThat(Amount.of(Duration.ofSeconds(65))).isEqualTo("1:05 min");
        assertThat(Amount.of(Duration.ofMinutes(130))).isEqualTo("2:10 h");
        assertThat(Amount.of(Duration.ofSeconds(-3))).isEqualTo("0.0 s");
    }

    @Test
    void keepsTinyMeasurementsApartFromZero() {
        assertThat(Amount.of(0.00012)).isEqualTo("1.2e-4");
        assertThat(Amount.of(0.0)).isEqualTo("0.000");
        assertThat(Amount.of(0.5123)).isEqualTo("0.512");
    }

    @Test
    void saysOneRowAndManyRows() {
        assertThat(Amount.of(1, "row", "rows")).isEqualTo("1 row");
        assertThat(Amount.of(12_345, "row", "rows")).isEqualTo("12,345 rows");
        assertThat(Amount.bytes(3L << 30)).isEqualTo("3.0 GiB");
    }
}
