package org.residency.llm.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.ChatMessage;
import org.residency.llm.tokenizer.ChatTemplate;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;

/**
 * Damaged files, from a fixed seed: each is read whole or refused with {@link ModelFormatException}, never anything else.
 * {@code -Dresidency.fuzz.cases=100000} runs that many of each kind, {@code -Dresidency.fuzz.seed} chooses others.
 */
class DamagedFilesTest {
    private static final int CASES = Integer.getInteger("residency.fuzz.cases", 500);
    private static final long SEED = Long.getLong("residency.fuzz.seed", 20261123);
    private static final String ADAPTER_WEIGHTS = "adapter_model.safetensors";

    private final Mutation mutation = new Mutation(SEED);

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheTinyModel() throws IOException {
        for (String source : new String[] {"tiny", "adapter"}) {
            try (var files = Files.list(Reference.file(source))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
    }

    @Test
    void safetensors() {
        damage(ADAPTER_WEIGHTS, DamagedFilesTest.this::damagedHeader, CASES, this::readEveryTensor);
    }

    @Test
    void safetensorsIndex() throws Exception {
        String shard = "model-00001-of-00001.safetensors";
        Files.move(folder.resolve(ModelFolder.WEIGHTS), folder.resolve(shard));
        StringBuilder index = new StringBuilder("{\"metadata\":{\"total_size\":1},\"weight_map\":{");
        SafetensorsReader.open(folder.resolve(shard))
                .names()
                .forEach(name -> index.append("\"%s\":\"%s\",".formatted(name, shard)));
        index.setLength(index.length() - 1);
        Files.writeString(folder.resolve(ModelFolder.WEIGHTS_INDEX), index + "}}");
        damage(
                ModelFolder.WEIGHTS_INDEX,
                mutation::ofJson,
                CASES,
                () -> SafetensorsReader.open(new ModelFolder(folder)));
    }

    @Test
    void config() {
        damage(ModelFolder.CONFIG, mutation::ofJson, CASES, () -> ModelConfig.read(folder.resolve(ModelFolder.CONFIG)));
    }

    /** The whole way to logits, where what is wrong may show late. */
    @Test
    void configAndWeightsOfALoadedModel() {
        damage(ModelFolder.CONFIG, mutation::ofJson, Math.max(1, CASES / 10), this::loadAndCompute);
        damage(ModelFolder.WEIGHTS, this::damagedHeader, Math.max(1, CASES / 10), this::loadAndCompute);
    }

    @Test
    void tokenizer() {
        damage(ModelFolder.TOKENIZER, mutation::ofJson, CASES, () -> {
            try (Tokenizer tokenizer = Tokenizer.load(new ModelFolder(folder))) {
                TokenIds tokens = tokenizer.encode("Fever and cough </think> naïve 😀");
                tokenizer.decode(tokens);
                tokenizer.decodeWithSpecialTokens(TokenIds.of(0, 6, tokenizer.largestToken()));
            }
        });
    }

    @Test
    void chatTemplate() throws Exception {
        List<ChatMessage> messages = List.of(
                new ChatMessage("system", "Be careful."),
                ChatMessage.user("Fever?"),
                new ChatMessage("assistant", "<think>\nThe lung.\n</think>\n\nPneumonia."));
        for (String name : new String[] {"dated", "features", "marked", "oneline", "thinking"}) {
            Files.copy(
                    Reference.file("templates").resolve(name + ".jinja"),
                    folder.resolve("chat_template.jinja"),
                    StandardCopyOption.REPLACE_EXISTING);
            damage(
                    "chat_template.jinja",
                    mutation::ofBytes,
                    CASES / 5,
                    () -> ChatTemplate.load(new ModelFolder(folder)).render(messages, true));
        }
    }

    @Test
    void adapterConfig() {
        try (LanguageModel model = Reference.tinyModel()) {
            damage(
                    "adapter_config.json",
                    mutation::ofJson,
                    CASES,
                    () -> model.loadAdapter(folder).close());
            damage(
                    ADAPTER_WEIGHTS,
                    this::damagedHeader,
                    CASES,
                    () -> model.loadAdapter(folder).close());
        }
    }

    private void damage(String name, UnaryOperator<byte[]> change, int cases, Runnable use) {
        Path file = folder.resolve(name);
        try {
            byte[] whole = Files.readAllBytes(file);
            int refused = 0;
            long begin = System.nanoTime();
            for (int i = 0; i < cases; i++) {
                Files.write(file, change.apply(whole));
                try {
                    use.run();
                } catch (ModelFormatException e) {
                    refused++;
                    assertThat(e.getMessage()).contains("; expected ").hasSizeLessThan(4000);
                } catch (RuntimeException | Error e) {
                    Path kept = Files.copy(
                            file, Files.createTempFile("damaged-", "-" + name), StandardCopyOption.REPLACE_EXISTING);
                    fail("case " + i + " of " + name + ", kept as " + kept, e);
                }
            }
            Files.write(file, whole);
            use.run();
            System.out.printf(
                    "fuzzing %s: %d cases, %d refused, %d read, %.1f s%n",
                    name, cases, refused, cases - refused, (System.nanoTime() - begin) / 1e9);
            assertThat(refused).as("damage that was noticed").isBetween(cases / 8, cases);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A safetensors file whose header is damaged, sometimes its length or its end as well. */
    private byte[] damagedHeader(byte[] whole) {
        int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] header = mutation.ofJson(Arrays.copyOfRange(whole, 8, 8 + length));
        ByteBuffer changed =
                ByteBuffer.allocate(whole.length - length + header.length).order(ByteOrder.LITTLE_ENDIAN);
        changed.putLong(header.length).put(header).put(whole, 8 + length, whole.length - 8 - length);
        return header.length % 7 == 0 ? mutation.ofBytes(changed.array()) : changed.array();
    }

    private void readEveryTensor() {
        SafetensorsReader reader = SafetensorsReader.open(folder.resolve(ADAPTER_WEIGHTS));
        for (String name : reader.names()) {
            ByteBuffer bytes = reader.bytes(name);
            assertThat(bytes.remaining()).isEqualTo((int) reader.entry(name).byteCount());
            if (bytes.hasRemaining()) {
                bytes.get(bytes.limit() - 1);
            }
        }
    }

    private void loadAndCompute() {
        try (LanguageModel model = LanguageModel.load(folder, LoadOptions.cpu(1));
                NDManager owner = model.transformer().kernels().newManager()) {
            model.transformer().logits(TokenIds.of(5, 9), Optional.<LoraAdapter>empty(), owner);
        }
    }
}
