package org.residency.cli.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Terminal;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.tokenizer.TokenIds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "generate",
        description = {
            "Complete prompts with a model folder, here and offline.",
            "With --json one object a line: prompt_ids, token_ids (the end token among them), text, logprobs, finish."
        })
public final class GenerateCommand implements Callable<Integer> {

    /** Prompts computed side by side; lines are written after each such lot. */
    private static final int LOT = 16;

    private final Context context;

    @Option(names = "--base-model", required = true, paramLabel = "DIR", description = "The model's folder.")
    private Path baseModel;

    @Option(names = "--adapter", paramLabel = "DIR", description = "An adapter in PEFT's layout, live on the model.")
    private Path adapter;

    @Option(
            names = "--prompts",
            required = true,
            paramLabel = "FILE",
            description = "JSON lines: {\"prompt\": \"...\"} or, with --chat, {\"messages\": [...]}.")
    private Path prompts;

    @Option(
            names = "--chat",
            description =
                    "Lay the prompt out by the model's chat template; raw text with the tokenizer's own begin token"
                            + " unless told.")
    private boolean chat;

    @Option(names = "--think", description = "With --chat, open the reasoning too, as a run trains and evaluates.")
    private boolean think;

    @Option(names = "--greedy", description = "Always the likeliest token.")
    private boolean greedy;

    @Option(names = "--max-tokens", required = true, paramLabel = "N", description = "Most new tokens of a completion.")
    private int maxTokens;

    @Option(
            names = "--temperature",
            defaultValue = "1",
            paramLabel = "T",
            description = "${DEFAULT-VALUE} unless told.")
    private double temperature;

    @Option(names = "--top-k", defaultValue = "0", paramLabel = "K", description = "0, all, unless told.")
    private int topK;

    @Option(names = "--top-p", defaultValue = "1", paramLabel = "P", description = "1, all, unless told.")
    private double topP;

    @Option(names = "--min-p", defaultValue = "0", paramLabel = "P", description = "0, all, unless told.")
    private double minP;

    @Option(names = "--repetition-penalty", defaultValue = "1", paramLabel = "R", description = "1, none, unless told.")
    private double repetitionPenalty;

    @Option(names = "--stop", paramLabel = "TEXT", description = "A text that ends a completion; may be given again.")
    private List<String> stops = new ArrayList<>();

    @Option(names = "--seed", defaultValue = "0", paramLabel = "N", description = "${DEFAULT-VALUE} unless told.")
    private long seed;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Mixin
    private DeviceOptions device;

    GenerateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        SamplingSettings settings = settings();
        List<PromptFile.Entry> entries = PromptFile.read(prompts);
        if (!chat) {
            entries.stream().filter(PromptFile.Entry::conversation).findFirst().ifPresent(entry -> {
                throw CommandException.badInput(
                        "--prompts: " + prompts + ", line " + entry.line() + ": found messages; add --chat for them");
            });
        }
        try (LanguageModel model = LanguageModel.load(baseModel, device.options());
                Live live = Live.load(model, Optional.ofNullable(adapter))) {
            List<Prompt> all = new ArrayList<>();
            for (PromptFile.Entry entry : entries) {
                all.add(new Prompt(all.size(), tokens(model, entry)));
            }
            Generator generator = live.generator().stoppingAt(model.tokenizer(), stops);
            for (int from = 0; from < all.size(); from += LOT) {
                List<Prompt> lot = all.subList(from, Math.min(all.size(), from + LOT));
                context.terminal().live(from + " of " + all.size() + " prompts done");
                List<Completion> completions = generator.generate(lot, 1, settings, GenerationListener.SILENT);
                context.terminal().clearLive();
                for (Completion completion : completions) {
                    tell(model, lot.get(completion.promptIndex()), completion);
                }
            }
        }
        return ExitCode.DONE.number();
    }

    private SamplingSettings settings() {
        try {
            return new SamplingSettings(greedy ? 0 : temperature, topK, topP, minP, repetitionPenalty, maxTokens, seed);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("bad flag: " + e.getMessage(), e);
        }
    }

    private TokenIds tokens(LanguageModel model, PromptFile.Entry entry) {
        TokenIds tokens;
        if (!chat) {
            tokens = model.tokenizer().encodeWithSpecialTokens(entry.text());
        } else if (think) {
            tokens = model.tokenizer().encode(model.reasoningFormat().prompt(entry.messages()));
        } else {
            tokens = model.tokenizer().encode(model.chatTemplate().render(entry.messages(), true));
        }
        int context = model.config().contextLength();
        if (tokens.isEmpty() || tokens.size() + maxTokens > context) {
            throw CommandException.badInput("--prompts: " + prompts + ", line " + entry.line() + ": found "
                    + tokens.size() + " tokens; with --max-tokens " + maxTokens + " the context of " + context
                    + " is exceeded, or there are none; shorten the prompt or ask for fewer");
        }
        return tokens;
    }

    private void tell(LanguageModel model, Prompt prompt, Completion completion) throws IOException {
        Terminal terminal = context.terminal();
        String text = model.tokenizer().decode(completion.tokens());
        if (!json) {
            terminal.line(terminal.faint("--- prompt " + (prompt.key() + 1)));
            terminal.line(text);
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("prompt_ids", prompt.tokens());
        line.put("token_ids", completion.tokens());
        line.put("text", text);
        line.put("logprobs", completion.logProbabilities());
        line.put("finish", completion.ended() ? "stop" : "length");
        terminal.line(new JsonMapper().writeValueAsString(line));
    }

    /** A generator and, where one was asked for, the adapter that it needs open. */
    private record Live(Generator generator, Optional<LoraAdapter> adapter) implements AutoCloseable {

        static Live load(LanguageModel model, Optional<Path> folder) {
            if (folder.isEmpty()) {
                return new Live(model.generator(), Optional.empty());
            }
            LoraAdapter adapter = model.loadAdapter(folder.get());
            return new Live(model.generator(adapter), Optional.of(adapter));
        }

        @Override
        public void close() {
            adapter.ifPresent(LoraAdapter::close);
        }
    }
}
