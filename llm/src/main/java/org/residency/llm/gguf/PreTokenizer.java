package org.residency.llm.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.residency.llm.folder.ModelFormatException;

/**
 * How text is split before byte pairs are merged. GGUF holds no rule for it but a name, under which llama.cpp has the rule
 * built in; so the rule of {@code tokenizer.json} is looked up among those that it is known to have.
 */
final class PreTokenizer {
    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String WORDS = "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+";
    private static final String REST = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String LLAMA_3 = CONTRACTIONS + WORDS + "|\\p{N}{1,3}" + REST;
    private static final String QWEN_2 = CONTRACTIONS + WORDS + "|\\p{N}" + REST;
    private static final String GPT_2 = "ByteLevel";

    /** By the rule, and whether a word of the vocabulary is taken whole without merging. */
    private static final Map<String, String> NAMES = Map.of(
            GPT_2 + false, "gpt-2",
            LLAMA_3 + true, "llama-bpe",
            LLAMA_3 + false, "dbrx",
            QWEN_2 + false, "qwen2");

    private PreTokenizer() {}

    static String name(Path file, JsonNode tokenizer) {
        String rule = rule(tokenizer.path("pre_tokenizer"));
        boolean whole = tokenizer.path("model").path("ignore_merges").asBoolean(false);
        String name = NAMES.get(rule + whole);
        if (name == null) {
            throw new ModelFormatException(
                    file,
                    "a pre_tokenizer of rule " + rule,
                    "the rule of GPT-2, Llama 3 or Qwen 2, which llama.cpp has",
                    "export a model with one of those tokenizers");
        }
        return name;
    }

    private static String rule(JsonNode node) {
        List<JsonNode> steps = new ArrayList<>();
        if (node.path("type").asText().equals("Sequence")) {
            node.path("pretokenizers").forEach(steps::add);
        } else {
            steps.add(node);
        }
        JsonNode last = steps.get(steps.size() - 1);
        if (!last.path("type").asText().equals("ByteLevel")
                || last.path("add_prefix_space").asBoolean(true)) {
            return last.path("type").asText("none");
        }
        if (steps.size() == 1) {
            return last.path("use_regex").asBoolean(true) ? GPT_2 : "ByteLevel without a pattern";
        }
        JsonNode split = steps.get(0);
        boolean isolated = split.path("type").asText().equals("Split")
                && split.path("behavior").asText().equals("Isolated")
                && !split.path("invert").asBoolean(false)
                && !last.path("use_regex").asBoolean(true);
        return isolated && steps.size() == 2
                ? split.path("pattern").path("Regex").asText("no pattern")
                : "several steps";
    }
}
