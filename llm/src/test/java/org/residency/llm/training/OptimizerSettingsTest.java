package org.residency.llm.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptimizerSettingsTest {

    @Test
    void areThoseOfFormerCheckpointsUnlessMomentsAreHeldInEightBit() {
        OptimizerSettings defaults = OptimizerSettings.defaults();

        assertThat(defaults)
                .hasToString(
                        "OptimizerSettings[beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.0, maxGradientNorm=1.0]");
        assertThat(defaults.withEightBit(true).toString()).isNotEqualTo(defaults.toString());
    }
}
