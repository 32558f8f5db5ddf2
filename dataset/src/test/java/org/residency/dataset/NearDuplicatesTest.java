package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    @Test
    void similarityIsSharedTriplesOverAllTriples() {
        // a b c, b c d, c d e against b c d, c d e, d e f: two of four.
        assertThat(WordRuns.of("a b c d e", 3).similarity(WordRuns.of("B, c; d. e! f", 3)))
                .isEqualTo(0.5);
        assertThat(WordRuns.of("a", 3).similarity(WordRuns.of("a", 3))).isEqualTo(1);
        assertThat(WordRuns.of("a b c", 3).similarity(WordRuns.of("a c b", 3))).isZero();
    }

    @Test
    void findsThePairsThatAnExactComparisonFinds() {
        Random random = new Random(4);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            String text = Fixture.sentence(random) + " " + Fixture.sentence(random);
            texts.add(text);
            texts.add(text.replaceFirst("^(\\w+ ){" + (1 + i % 6) + "}", "x "));
        }
        Groups found = new Groups(texts.size());
        new NearDuplicates(0.75).joinIn(found, texts);
        Groups exact = new Groups(texts.size());
        List<WordRuns> triples =
                texts.stream().map(text -> WordRuns.of(text, 3)).toList();
        for (int i = 0; i < texts.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (triples.get(i).similarity(triples.get(j)) >= 0.75) {
                    exact.join(i, j);
                }
            }
        }

        assertThat(found.all()).isEqualTo(exact.all());
        assertThat(exact.all()).hasSizeBetween(151, 299);
    }
}
