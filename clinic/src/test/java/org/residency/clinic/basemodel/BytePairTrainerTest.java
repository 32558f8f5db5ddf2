package org.residency.clinic.basemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.residency.clinic.BaseModelCorpus;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BytePairTrainerTest {
    private static final int SIZE = 500;

    private BytePairVocabulary vocabulary;
    private HuggingFaceTokenizer tokenizer;

    @BeforeAll
    void train(@TempDir Path folder) throws IOException {
        vocabulary = learn();
        new TokenizerFiles().write(folder, vocabulary, 512);
        tokenizer = HuggingFaceTokenizer.builder()
                .optTokenizerPath(folder.resolve("tokenizer.json"))
                .optAddSpecialTokens(false)
                .optTruncation(false)
                .optPadding(false)
                .build();
    }

    @AfterAll
    void close() {
        tokenizer.close();
    }

    @Test
    void learnsTheSameVocabularyEachTime() {
        assertThat(learn()).isEqualTo(vocabulary);
    }

    @Test
    void fillsTheVocabularyToTheSizeAskedFor() {
        assertThat(vocabulary.ids()).hasSize(SIZE);
        assertThat(vocabulary.ids().values()).doesNotHaveDuplicates().contains(0, SIZE - 1);
    }

    @Test
    void mergesTheMostFrequentPairFirstAndOfEqualsTheFirstByLetters() {
        BytePairVocabulary small =
                new BytePairTrainer(256 + SpecialTokens.ALL.size() + 2).train(Stream.of("aaab aaab aaab xy"));
        assertThat(small.merges()).containsExactly("a a", "a b");
    }

    @Test
    void bringsBackAnyText() {
        for (String text : new String[] {
            "A 34-year-old woman.\nTemp 38.9, pulse 112.",
            "naïve Ærøskøbing 東京 👩‍⚕️ \u0000 \u00ad \u2028 end",
            "\t tabs\r\n  and   spaces   "
        }) {
            assertThat(roundTrip(text)).isEqualTo(text);
        }
    }

    @Test
    void bringsBackRandomText() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(40, 1, 0x110000)
                    .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                    .forEach(text::appendCodePoint);
            assertThat(roundTrip(text.toString())).isEqualTo(text.toString());
        }
    }

    @Test
    void givesEachSpecialTokenOneIdInOrder() {
        for (int id = 0; id < SpecialTokens.ALL.size(); id++) {
            assertThat(tokenizer.encode(SpecialTokens.ALL.get(id)).getIds()).containsExactly(id);
        }
    }

    @Test
    void keepsTheThinkingTagsWhenSpecialTokensAreLeftOut() {
        long[] ids =
                tokenizer.encode(BaseModelCorpus.conversation("q", "r", "a")).getIds();
        assertThat(tokenizer.decode(ids, true)).isEqualTo("q<think>\nr\n</think>\n\na");
    }

    @Test
    void refusesAVocabularyWithoutRoomForAllBytes() {
        assertThatThrownBy(() -> new BytePairTrainer(262)).hasMessageContaining("found 262, expected at least 263");
    }

    private String roundTrip(String text) {
        return tokenizer.decode(tokenizer.encode(text).getIds(), true);
    }

    private static BytePairVocabulary learn() {
        return new BytePairTrainer(SIZE).train(BaseModelCorpus.documents(1, 500));
    }
}
