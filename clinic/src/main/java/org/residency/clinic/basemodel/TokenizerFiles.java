package org.residency.clinic.basemodel;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a vocabulary as Hugging Face's {@code tokenizer.json} and {@code tokenizer_config.json}. */
public final class TokenizerFiles {
    /**
     * As the DeepSeek-R1 distillations write a conversation: former answers without their reasoning, and a prompt that
     * ends inside the reasoning.
     */
    static final String CHAT_TEMPLATE = "{{ bos_token }}"
            + "{% for message in messages %}"
            + "{% if message['role'] == 'system' %}{{ message['content'] }}{% endif %}"
            + "{% if message['role'] == 'user' %}{{ '" + SpecialTokens.USER + "' + message['content'] }}{% endif %}"
            + "{% if message['role'] == 'assistant' %}{{ '" + SpecialTokens.ASSISTANT
            + "' + message['content'].split('" + SpecialTokens.END_THINK + "')[-1] + eos_token }}{% endif %}"
            + "{% endfor %}"
            + "{% if add_generation_prompt %}{{ '" + SpecialTokens.ASSISTANT + SpecialTokens.THINK
            + "\\n' }}{% endif %}";

    private final ObjectMapper json = new ObjectMapper();

    /** Writes both files into an existing folder. */
    public void write(Path folder, BytePairVocabulary vocabulary, int longestText) throws IOException {
        write(folder.resolve("tokenizer.json"), tokenizer(vocabulary));
        write(folder.resolve("tokenizer_config.json"), config(longestText));
    }

    private ObjectNode tokenizer(BytePairVocabulary vocabulary) {
        ObjectNode root = json.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        SpecialTokens.ALL.forEach(token -> added.add(addedToken(vocabulary.ids().get(token), token)));
        root.putNull("normalizer");
        root.set("pre_tokenizer", byteLevel());
        root.set("post_processor", byteLevel());
        root.set("decoder", byteLevel());
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode ids = model.putObject("vocab");
        vocabulary.ids().forEach(ids::put);
        ArrayNode merges = model.putArray("merges");
        vocabulary.merges().forEach(merges::add);
        return root;
    }

    private ObjectNode addedToken(int id, String token) {
        return json.createObjectNode()
                .put("id", id)
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", SpecialTokens.hidden(token));
    }

    private ObjectNode byteLevel() {
        return json.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", true);
    }

    private ObjectNode config(int longestText) {
        return json.createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("bos_token", SpecialTokens.BEGIN)
                .put("eos_token", SpecialTokens.END)
                .put("pad_token", SpecialTokens.PADDING)
                .put("add_bos_token", false)
                .put("add_eos_token", false)
                .put("clean_up_tokenization_spaces", false)
                .put("model_max_length", longestText)
                .put("chat_template", CHAT_TEMPLATE);
    }

    private void write(Path file, ObjectNode content) throws IOException {
        // The platform's own line ending would make the file differ from machine to machine.
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        Files.writeString(file, json.writer(printer).writeValueAsString(content) + "\n", StandardCharsets.UTF_8);
    }
}
