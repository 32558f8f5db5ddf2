package org.residency.llm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.testing.Reference;

class StreamingDecoderTest {
    private final Tokenizer tokenizer = Tokenizer.load(ModelFolder.open(Reference.file("tiny")));

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void neverCutsACharacter() {
        String text = "Größe 1,80 m — naïve 😀 👩‍⚕️ µg 診断 </think> ok";
        TokenIds tokens = tokenizer.encode(text);
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            String piece = decoder.accept(tokens.slice(i, i + 1));
            assertThat(piece).doesNotContain("\uFFFD");
            assertThat(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isTrue();
            whole.append(piece);
        }
        assertThat(whole + decoder.finish()).isEqualTo(tokenizer.decode(tokens)).contains("😀 👩‍⚕️ µg 診断");
    }

    @Test
    void tellsWhatDecodingAtOnceTells() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 300; run++) {
            // Any bytes at all, special tokens and characters cut short among them.
            int[] ids = random.ints(1 + random.nextInt(40), 0, tokenizer.largestToken() + 1)
                    .toArray();
            StreamingDecoder decoder = new StreamingDecoder(tokenizer);
            StringBuilder whole = new StringBuilder();
            for (int id : ids) {
                whole.append(decoder.accept(TokenIds.of(id)));
            }
            assertThat(whole + decoder.finish()).isEqualTo(tokenizer.decode(TokenIds.of(ids)));
        }
    }

    @Test
    void roundTripsEveryByte() {
        StringBuilder text = new StringBuilder();
        for (int codePoint = 1; codePoint < 0x3000; codePoint += 1 + codePoint / 256) {
            text.appendCodePoint(codePoint);
        }
        text.append("\r\n \t\u00a0  x\u200b\ud83e\ude7a\u0301");
        assertThat(tokenizer.decode(tokenizer.encode(text.toString()))).isEqualTo(text.toString());
    }
}
