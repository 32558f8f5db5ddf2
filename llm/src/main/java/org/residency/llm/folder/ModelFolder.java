package org.residency.llm.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A folder in Hugging Face layout: {@code config.json}, safetensors weights, {@code tokenizer.json}. */
public record ModelFolder(Path path) {
    public static final String CONFIG = "config.json";
    public static final String WEIGHTS = "model.safetensors";
    public static final String WEIGHTS_INDEX = "model.safetensors.index.json";
    public static final String TOKENIZER = "tokenizer.json";
    public static final String TOKENIZER_CONFIG = "tokenizer_config.json";

    /** What travels beside the weights when a model is merged or copied. */
    public static final List<String> COMPANIONS = List.of(
            TOKENIZER, TOKENIZER_CONFIG, "special_tokens_map.json", "generation_config.json", "chat_template.jinja");

    public ModelFolder {
        Objects.requireNonNull(path, "path");
    }

    /**
     * Opens a folder after looking that its parts are there.
     *
     * @throws ModelFormatException where the folder, its {@code config.json}, weights or tokenizer is missing
     */
    public static ModelFolder open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new ModelFormatException(
                    path,
                    Files.exists(path) ? "a file" : "nothing",
                    "a model folder in Hugging Face layout",
                    "give the folder that holds " + CONFIG);
        }
        ModelFolder folder = new ModelFolder(path);
        folder.require(CONFIG, "copy it from where the weights came from");
        if (!Files.exists(path.resolve(WEIGHTS)) && !Files.exists(path.resolve(WEIGHTS_INDEX))) {
            throw new ModelFormatException(
                    path,
                    "a model folder without weights",
                    WEIGHTS + " or " + WEIGHTS_INDEX,
                    "download the safetensors files into it (other weight formats are not read)");
        }
        folder.require(TOKENIZER, "save the tokenizer in the fast format (tokenizer.json)");
        return folder;
    }

    public Path config() {
        return path.resolve(CONFIG);
    }

    public Path tokenizer() {
        return path.resolve(TOKENIZER);
    }

    public Path tokenizerConfig() {
        return path.resolve(TOKENIZER_CONFIG);
    }

    private void require(String name, String remedy) {
        if (!Files.isRegularFile(path.resolve(name))) {
            throw new ModelFormatException(path, "no " + name, "a file of that name", remedy);
        }
    }
}
