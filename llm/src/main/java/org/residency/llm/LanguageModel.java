package org.residency.llm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;
import org.residency.llm.tokenizer.ChatTemplate;
import org.residency.llm.tokenizer.ReasoningFormat;
import org.residency.llm.tokenizer.Tokenizer;

/**
 * A model folder opened for use: weights, tokenizer, chat template.
 *
 * <pre>{@code
 * try (LanguageModel model = LanguageModel.load(folder, LoadOptions.cpu(2))) {
 *     String text = model.complete(model.reasoningFormat().prompt("A 54-year-old ..."), SamplingSettings.greedy(200));
 *     ReasonedAnswer answer = model.reasoningFormat().parse(text);
 * }
 * }</pre>
 */
public final class LanguageModel implements AutoCloseable {
    private final ModelFolder folder;
    private final Transformer transformer;
    private final Tokenizer tokenizer;
    private final ReasoningFormat reasoningFormat;

    private LanguageModel(
            ModelFolder folder, Transformer transformer, Tokenizer tokenizer, ReasoningFormat reasoningFormat) {
        this.folder = folder;
        this.transformer = transformer;
        this.tokenizer = tokenizer;
        this.reasoningFormat = reasoningFormat;
    }

    /**
     * Opens a folder in Hugging Face layout.
     *
     * @throws org.residency.llm.folder.ModelFormatException where a file of it cannot be used
     */
    public static LanguageModel load(Path folder, LoadOptions options) {
        ModelFolder opened = ModelFolder.open(folder);
        Tokenizer tokenizer = Tokenizer.load(opened);
        try {
            int vocabulary = ModelConfig.read(opened.config()).vocabularySize();
            if (tokenizer.largestToken() >= vocabulary) {
                throw new ModelFormatException(
                        opened.tokenizer(),
                        "token id " + tokenizer.largestToken(),
                        "ids below " + vocabulary + ", the vocab_size of config.json",
                        "use tokenizer and weights of one model");
            }
            Transformer transformer = Transformer.load(
                    opened, options.device(), options.computeType(), options.quantization(), options.threads());
            return new LanguageModel(
                    opened, transformer, tokenizer, new ReasoningFormat(tokenizer, ChatTemplate.load(opened)));
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    public Path folder() {
        return folder.path();
    }

    public ModelConfig config() {
        return transformer.config();
    }

    /** The weights; closed with this. */
    public Transformer transformer() {
        return transformer;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public ChatTemplate chatTemplate() {
        return reasoningFormat.chatTemplate();
    }

    public ReasoningFormat reasoningFormat() {
        return reasoningFormat;
    }

    /** A generator of the bare model. */
    public Generator generator() {
        return new Generator(transformer, Optional.empty(), tokenizer.endTokens());
    }

    /** A generator with the adapter live; the adapter must stay open while it is used. */
    public Generator generator(LoraAdapter adapter) {
        return new Generator(transformer, Optional.of(adapter), tokenizer.endTokens());
    }

    /** Reads an adapter's folder in PEFT's layout; whoever asked for it closes it. */
    public LoraAdapter loadAdapter(Path adapterFolder) {
        return LoraAdapter.load(transformer, adapterFolder);
    }

    /** Completes one rendered prompt with the bare model; the end token is left out of the text. */
    public String complete(String prompt, SamplingSettings settings) {
        List<Completion> completions = generator()
                .generate(List.of(new Prompt(0, tokenizer.encode(prompt))), 1, settings, GenerationListener.SILENT);
        return tokenizer.decode(completions.get(0).tokens());
    }

    @Override
    public void close() {
        transformer.close();
        tokenizer.close();
    }
}
