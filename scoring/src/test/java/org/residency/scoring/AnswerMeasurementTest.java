package org.residency.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.residency.scoring.files.AnswerLine;

class AnswerMeasurementTest {
    @Test
    void measuresARightAnswerAgainstReferenceAndCues() {
        AnswerLine line = new AnswerMeasurement(new AnswerMatcher())
                .of(
                        new AnswerMeasurement.Known("c1", "flu", List.of("fever")),
                        "The fever points to the lung.\n</think>\n\nDiagnosis: flu",
                        9,
                        List.of("Fever.\n</think>\n\nFlu", "Cough.\n</think>\n\ncold"));

        assertThat(line.greedyCorrect()).isTrue();
        assertThat(line.wellFormed()).isTrue();
        assertThat(line.sampledCorrect()).isEqualTo(1);
        assertThat(line.tokenF1()).isEqualTo(1);
        assertThat(line.cueCoverage()).hasValue(1);
        assertThat(AnswerMetrics.of(List.of(line)))
                .filteredOn(metric -> metric.name().equals(AnswerMetrics.SAMPLED_EXACT_MATCH))
                .first()
                .extracting(metric -> metric.interval().estimate())
                .isEqualTo(0.5);
    }
}
