package org.residency.llm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.testing.Reference;

/**
 * Tokenizers as models ship them, which are not ours to keep here: {@code -Dresidency.tokenizers=DIR}, a folder that
 * {@code reference/make_tokenizer_texts.py} has prepared.
 */
class RealTokenizerTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void encodesAndDecodesAsTransformersDoes() throws Exception {
        String given = System.getProperty("residency.tokenizers");
        if (given == null) {
            System.out.println("skipped: tokenizers of shipped models; give -Dresidency.tokenizers=DIR");
        }
        Assumptions.assumeTrue(given != null, "no -Dresidency.tokenizers");
        List<Path> folders;
        try (Stream<Path> all = Files.list(Path.of(given))) {
            folders = all.filter(folder -> Files.exists(folder.resolve("expected.jsonl")))
                    .sorted()
                    .toList();
        }
        assertThat(folders).isNotEmpty();
        for (Path folder : folders) {
            compare(folder);
        }
    }

    private static void compare(Path folder) throws Exception {
        int texts = 0;
        long tokens = 0;
        if (!Files.exists(folder.resolve("config.json"))) {
            Files.writeString(folder.resolve("config.json"), "{}");
        }
        try (Tokenizer tokenizer = Tokenizer.load(new ModelFolder(folder));
                Stream<String> lines = Files.lines(folder.resolve("expected.jsonl"))) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode expected = MAPPER.readTree(line);
                TokenIds ids = tokenizer.encode(expected.get("text").asText());
                assertThat(ids).isEqualTo(TokenIds.of(Reference.numbers(expected.get("ids"))));
                assertThat(tokenizer.decode(ids))
                        .isEqualTo(expected.get("decoded").asText());
                assertThat(tokenizer.decodeWithSpecialTokens(ids))
                        .isEqualTo(expected.get("text").asText());
                StreamingDecoder decoder = new StreamingDecoder(tokenizer);
                assertThat(decoder.accept(ids) + decoder.finish()).isEqualTo(tokenizer.decode(ids));
                texts++;
                tokens += ids.size();
            }
        }
        System.out.printf("%s: %d texts of %d tokens as Transformers%n", folder.getFileName(), texts, tokens);
    }
}
