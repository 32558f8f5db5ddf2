package org.residency.llm.verification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.tokenizer.StreamingDecoder;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;

/** Looks a model folder over, from its files to its numbers. What fails keeps what builds on it from being looked at. */
public final class ModelVerification {
    private static final List<String> TEXTS = List.of(
            "A 54-year-old man with fever (39.1 °C), cough and crackles over the left base; CRP 180 mg/l.",
            "naïve Größe µg ≥ 5 % — 診断 😀 👩‍⚕️\tT\u00a0x\n\n  two  spaces",
            "<think>\nreasons\n</think>\n\nanswer");
    private static final int STEPS = 16;

    private final Path folder;
    private final LoadOptions options;

    public ModelVerification(Path folder, LoadOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /**
     * Runs the checks, telling each as it is done.
     *
     * @return whether all passed
     */
    public boolean run(Consumer<ModelCheck> listener) {
        boolean whole = tell(listener, "config", this::config)
                && tell(listener, "weights", this::weights)
                && tell(listener, "digests", () -> FileDigests.check(folder));
        return whole && loaded(listener);
    }

    private boolean loaded(Consumer<ModelCheck> listener) {
        try (LanguageModel model = LanguageModel.load(folder, options)) {
            listener.accept(new ModelCheck("load", true, "shapes as config.json says"));
            // Each is worth knowing, whatever the one before it says.
            boolean tokens = tell(listener, "tokenizer", () -> tokenizer(model.tokenizer()));
            boolean chat = tell(listener, "chat template", () -> chat(model));
            boolean finite = tell(listener, "logits", () -> finite(model));
            boolean cache = tell(listener, "cache", () -> cache(model));
            return tokens && chat && finite && cache;
        } catch (ModelFormatException e) {
            listener.accept(new ModelCheck("load", false, e.getMessage()));
            return false;
        }
    }

    private static boolean tell(Consumer<ModelCheck> listener, String name, Supplier<ModelCheck> work) {
        ModelCheck check;
        try {
            check = work.get();
        } catch (ModelFormatException e) {
            check = new ModelCheck(name, false, e.getMessage());
        }
        listener.accept(check);
        return check.passed();
    }

    private ModelCheck config() {
        ModelConfig config = ModelConfig.read(ModelFolder.open(folder).config());
        return new ModelCheck(
                "config",
                true,
                "%s, %d layers of width %d, %d words, context %d%s"
                        .formatted(
                                config.architecture().className(),
                                config.layers(),
                                config.hiddenSize(),
                                config.vocabularySize(),
                                config.contextLength(),
                                config.tiedHead() ? ", tied head" : ""));
    }

    private ModelCheck weights() {
        SafetensorsReader reader = SafetensorsReader.open(new ModelFolder(folder));
        Set<String> types = new TreeSet<>();
        Set<Path> files = new TreeSet<>();
        long bytes = 0;
        for (String name : reader.names()) {
            types.add(reader.entry(name).type().name());
            files.add(reader.entry(name).file());
            bytes += reader.entry(name).byteCount();
        }
        return new ModelCheck(
                "weights",
                true,
                "%d tensors of %s in %d file(s), %d bytes"
                        .formatted(reader.names().size(), types, files.size(), bytes));
    }

    private static ModelCheck tokenizer(Tokenizer tokenizer) {
        int count = 0;
        for (String text : TEXTS) {
            TokenIds tokens = tokenizer.encode(text);
            StreamingDecoder decoder = new StreamingDecoder(tokenizer);
            if (!tokenizer.decodeWithSpecialTokens(tokens).equals(text)) {
                return new ModelCheck("tokenizer", false, "a text changes on its way to tokens and back");
            }
            if (!(decoder.accept(tokens) + decoder.finish()).equals(tokenizer.decode(tokens))) {
                return new ModelCheck("tokenizer", false, "a text decoded token by token is another than at once");
            }
            count += tokens.size();
        }
        return new ModelCheck(
                "tokenizer", true, "%d texts of %d tokens come back byte for byte".formatted(TEXTS.size(), count));
    }

    private static ModelCheck chat(LanguageModel model) {
        String prompt = model.reasoningFormat().prompt(TEXTS.get(0));
        boolean kept = prompt.contains(TEXTS.get(0));
        return new ModelCheck(
                "chat template",
                kept,
                kept ? "renders a question in %d characters".formatted(prompt.length()) : "loses the question's text");
    }

    private static ModelCheck finite(LanguageModel model) {
        TokenIds tokens = prompt(model);
        try (NDManager owner = model.transformer().kernels().newManager()) {
            NDArray logits = model.transformer().logits(tokens, Optional.<LoraAdapter>empty(), owner);
            float[] values = logits.toFloatArray();
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    return new ModelCheck("logits", false, "a logit is " + value + "; the weights are broken");
                }
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return new ModelCheck(
                    "logits",
                    most > least,
                    String.format(Locale.ROOT, "%d finite numbers from %.3f to %.3f", values.length, least, most));
        }
    }

    /** Tokens over the key/value cache against the forward pass of the whole. */
    private ModelCheck cache(LanguageModel model) {
        TokenIds prompt = prompt(model);
        int steps = Math.min(STEPS, model.config().contextLength() - prompt.size());
        Completion completion = new Generator(model.transformer(), Optional.empty(), Set.of())
                .generate(List.of(new Prompt(0, prompt)), 1, SamplingSettings.greedy(steps), GenerationListener.SILENT)
                .get(0);
        double apart = 0;
        try (NDManager owner = model.transformer().kernels().newManager()) {
            NDArray known = model.transformer()
                    .logits(prompt.then(completion.tokens()), Optional.<LoraAdapter>empty(), owner)
                    .logSoftmax(-1);
            for (int t = 0; t < steps; t++) {
                float whole = known.getFloat(
                        prompt.size() + t - 1, completion.tokens().get(t));
                apart = Math.max(
                        apart,
                        Math.abs((double) whole - completion.logProbabilities().get(t)));
            }
        }
        double limit = options.computeType() == ComputeType.FLOAT32 ? 1e-3 : 0.1;
        return new ModelCheck(
                "cache",
                apart <= limit,
                String.format(
                        Locale.ROOT,
                        "%d tokens with and without the cache: log-probabilities at most %.2e apart, allowed %.0e",
                        steps,
                        apart,
                        limit));
    }

    private static TokenIds prompt(LanguageModel model) {
        TokenIds tokens = model.tokenizer().encode(TEXTS.get(0));
        return tokens.slice(
                0, Math.min(tokens.size(), Math.max(1, model.config().contextLength() / 2)));
    }
}
