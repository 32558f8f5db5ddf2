package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearDuplicatesTest {

    @TempDir
    Path folder;

    private static int[] firsts(Groups groups, int count) {
        return IntStream.range(0, count).map(groups::first).toArray();
    }

    @Test
    void bucketsHoldWhatSharesAKey() {
        List<List<Integer>> found = new ArrayList<>();
        Buckets.of(new long[] {5, -3, 5, 8, -3, 5, 9, 8})
                .forEach(bucket -> found.add(Arrays.stream(bucket).boxed().toList()));

        assertThat(found).containsExactly(List.of(1, 4), List.of(0, 2, 5), List.of(3, 7));
    }

    @Test
    void keysComeBackBandByBand() throws IOException {
        int texts = 3_000;
        try (CaseSpool spool = CaseSpool.in(folder);
                BandKeys keys = new BandKeys(spool.scratch(), 3, texts)) {
            for (int i = 0; i < texts; i++) {
                keys.add(new long[] {i, 10_000 + i, -i});
            }
            assertThat(keys.band(1)).isEqualTo(LongStream.range(10_000, 13_000).toArray());
            assertThat(keys.band(2)[2_999]).isEqualTo(-2_999);
        }
    }

    @Test
    void sortsNumbersStably() {
        int[] numbers = new Random(1).ints(1_001, 0, 50).toArray();
        int[] positions = Numbers.upTo(numbers.length);
        Numbers.sort(positions, (a, b) -> Integer.compare(numbers[a], numbers[b]));

        assertThat(Arrays.stream(positions).boxed().toList())
                .isSortedAccordingTo(
                        Comparator.<Integer>comparingInt(i -> numbers[i]).thenComparing(Comparator.naturalOrder()))
                .doesNotHaveDuplicates()
                .hasSize(1_001);
    }

    @Test
    void similarityIsSharedTriplesOverAllTriples() {
        // a b c, b c d, c d e against b c d, c d e, d e f: two of four.
        assertThat(WordRuns.of("a b c d e", 3).similarity(WordRuns.of("B, c; d. e! f", 3)))
                .isEqualTo(0.5);
        assertThat(WordRuns.of("a", 3).similarity(WordRuns.of("a", 3))).isEqualTo(1);
        assertThat(WordRuns.of("a b c", 3).similarity(WordRuns.of("a c b", 3))).isZero();
    }

    @Test
    void findsThePairsThatAnExactComparisonFinds() throws IOException {
        Random random = new Random(4);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            String text = Fixture.sentence(random) + " " + Fixture.sentence(random);
            texts.add(text);
            texts.add(text.replaceFirst("^(\\w+ ){" + (1 + i % 6) + "}", "x "));
        }
        Groups found = new Groups(texts.size());
        try (CaseSpool spool = CaseSpool.in(folder)) {
            new NearDuplicates(0.75).joinIn(found, texts.size(), texts::get, spool.scratch());
        }
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

        int[] groups = firsts(exact, texts.size());
        assertThat(firsts(found, texts.size())).isEqualTo(groups);
        assertThat(Arrays.stream(groups).distinct().count()).isBetween(151L, 299L);
    }
}
