package org.residency.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.residency.llm.testing.Reference;

class LearningRateScheduleTest {
    @ParameterizedTest
    @EnumSource(names = {"LINEAR", "COSINE"})
    void runsAsInTransformers(LearningRateSchedule.Shape shape) {
        JsonNode expected = new Reference().get(shape.name().toLowerCase(java.util.Locale.ROOT));
        LearningRateSchedule schedule = new LearningRateSchedule(shape, 0.3, 3, 11);
        for (int step = 0; step < 11; step++) {
            assertThat(schedule.at(step)).isCloseTo(expected.get(step).asDouble(), within(1e-12));
        }
    }
}
