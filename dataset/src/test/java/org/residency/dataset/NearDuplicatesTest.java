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
        assertThat(WordTriples.of("a b c d e").similarity(WordTriples.of("B, c; d. e! f")))
                .isEqualTo(0.5);
        assertThat(WordTriples.of("a").similarity(WordTriples.of("a"))).isEqualTo(1);
        assertThat(WordTriples.of("a b c").similarity(WordTriples.of("a c b"))).isZero();
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
        List<WordTriples> triples = texts.stream().map(WordTriples::of).toList();
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
