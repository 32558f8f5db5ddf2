package org.residency.deidentification.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.ReplacementMode;

/** Cases of our own for the rules that read what stands beside a name, place, code, day or term. */
class NeighbourRulesTest {
    private static final Path NOTES = Path.of("src/test/resources/notes/neighbours.txt");

    @Test
    void findsWhatOnlyItsNeighboursGiveAwayAndKeepsTheTermsBesideIt() throws IOException {
        List<MarkedNote> notes = MarkedNotes.read(NOTES);

        QualityReport report = new QualityMeasurement(
                        new Deidentifier(DeidentificationKey.of(new byte[32]), ReplacementMode.MASK))
                .measure(notes);

        assertThat(notes).hasSizeGreaterThan(40);
        assertThat(report.misses()).isEmpty();
    }
}
