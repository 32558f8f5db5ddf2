package org.residency.llm.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatTest {
    @Test
    void bringsEveryHalfThereAndBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (Float.isNaN(value)) {
                assertThat(HalfFloat.toFloat(HalfFloat.of(value))).isNaN();
            } else {
                assertThat(HalfFloat.of(value)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void roundsToTheNearestAndToEven() {
        assertThat(HalfFloat.toFloat((short) 0x3c01)).isEqualTo(1 + 0x1p-10f);
        assertThat(HalfFloat.toFloat((short) 1)).isEqualTo(0x1p-24f);
        assertThat(HalfFloat.toFloat((short) 0x7bff)).isEqualTo(65504);
        assertThat(HalfFloat.of(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
        assertThat(HalfFloat.of(1 + 0x1p-11f + 0x1p-20f)).isEqualTo((short) 0x3c01);
        assertThat(HalfFloat.of(1 + 0x3p-11f)).isEqualTo((short) 0x3c02);
        assertThat(HalfFloat.of(0x1p-25f)).isZero();
        assertThat(HalfFloat.of(0x1.8p-24f)).isEqualTo((short) 2);
        assertThat(HalfFloat.of(65519)).isEqualTo((short) 0x7bff);
        assertThat(HalfFloat.of(65520)).isEqualTo((short) 0x7c00);
        assertThat(HalfFloat.of(-65520)).isEqualTo((short) 0xfc00);
    }
}
