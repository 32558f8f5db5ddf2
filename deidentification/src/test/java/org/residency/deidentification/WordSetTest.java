package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordSetTest {
    private static final List<String> WORDS = WordList.words("english-words.txt");

    @Test
    void holdsItsWordsAndNoOthers() {
        Set<String> half = WordSet.copyOf(WORDS.subList(0, WORDS.size() / 2));

        assertThat(WORDS)
                .allMatch(word -> half.contains(word) == Set.copyOf(half).contains(word));
        assertThat(half).containsAll(WORDS.subList(0, WORDS.size() / 2));
    }

    @Test
    void holdsNothingWhenEmpty() {
        assertThat(WordSet.of().contains("")).isFalse();
        assertThat(WordSet.of("a")).containsExactly("a").doesNotContain("b");
    }

    @Test
    void rolesComeInTheOrderOfTheirFile() {
        String first = WordList.roles("code-labels.txt").keySet().iterator().next();

        assertThat(WordList.lines("code-labels.txt").get(0)).startsWith(first + ":");
    }
}
