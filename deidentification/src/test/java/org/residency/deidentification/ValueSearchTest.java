package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueSearchTest {

    @Test
    void findsAWholeValueInAnyCaseAndNoPartOfAWord() {
        ValueSearch search = new ValueSearch(List.of("Ames", "(555) 0100"));

        assertThat(search.in("mrs ames, james, ames: tel (555) 0100"))
                .extracting(ValueSearch.Hit::start)
                .containsExactlyInAnyOrder(4, 17, 27);
    }

    @Test
    void findsWhatLookingForEachValueByItselfFinds() {
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            List<String> values = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                values.add(text(random, 1 + random.nextInt(4)));
            }
            String text = text(random, 40);

            assertThat(new HashSet<>(new ValueSearch(values).in(text))).isEqualTo(oneByOne(values, text));
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("ab1 -".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    private static Set<ValueSearch.Hit> oneByOne(List<String> values, String text) {
        Set<ValueSearch.Hit> hits = new HashSet<>();
        for (int value = 0; value < values.size(); value++) {
            String wanted = values.get(value);
            for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
                int end = at + wanted.length();
                if ((at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                    hits.add(new ValueSearch.Hit(value, at, end));
                }
            }
        }
        return hits;
    }
}
