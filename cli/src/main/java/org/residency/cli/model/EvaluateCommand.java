package org.residency.cli.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Table;
import org.residency.cli.terminal.Terminal;
import org.residency.dataset.CleaningPolicy;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ColumnMap;
import org.residency.dataset.DatasetBuilder;
import org.residency.dataset.SplitName;
import org.residency.dataset.SplitPolicy;
import org.residency.llm.LanguageModel;
import org.residency.llm.evaluation.CaseAnswering;
import org.residency.llm.evaluation.CaseAnswers;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.lora.LoraAdapter;
import org.residency.scoring.AnswerMatcher;
import org.residency.scoring.AnswerMeasurement;
import org.residency.scoring.AnswerMetrics;
import org.residency.scoring.Interval;
import org.residency.scoring.files.AnswerLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "evaluate",
        description = {
            "Put the cases of a file to a model, with or without an adapter, and measure its answers as a run's evaluation does:"
                    + " greedy and sampled exact match, token F1, form, cues, each with its 95 %% interval.",
            "The cases must be ones that the model has not learned from."
        })
public final class EvaluateCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--base-model", required = true, paramLabel = "DIR", description = "The model's folder.")
    private Path baseModel;

    @Option(names = "--adapter", paramLabel = "DIR", description = "An adapter in PEFT's layout.")
    private Path adapter;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description =
                    "Cases (question, answer, and reference or cues where known) as JSON, JSON Lines, CSV or Parquet.")
    private Path data;

    @Option(
            names = "--max-cases",
            defaultValue = "500",
            paramLabel = "N",
            description = "The first so many; ${DEFAULT-VALUE} unless told.")
    private int maxCases;

    @Option(
            names = "--samples",
            defaultValue = "4",
            paramLabel = "N",
            description = "Sampled answers a case; ${DEFAULT-VALUE} unless told.")
    private int samples;

    @Option(
            names = "--temperature",
            defaultValue = "0.6",
            paramLabel = "T",
            description = "${DEFAULT-VALUE} unless told.")
    private double temperature;

    @Option(names = "--top-p", defaultValue = "0.95", paramLabel = "P", description = "${DEFAULT-VALUE} unless told.")
    private double topP;

    @Option(
            names = "--max-tokens",
            defaultValue = "256",
            paramLabel = "N",
            description = "Of an answer; ${DEFAULT-VALUE} unless told.")
    private int maxTokens;

    @Option(names = "--seed", defaultValue = "3407", paramLabel = "N", description = "${DEFAULT-VALUE} unless told.")
    private long seed;

    @Option(
            names = "--sequences",
            defaultValue = "128",
            paramLabel = "N",
            description = "Answered at once, which bounds memory; ${DEFAULT-VALUE} unless told.")
    private int sequences;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the metrics there as JSON, as merge --evaluation takes them.")
    private Path out;

    @Option(names = "--json", description = "Print the metrics as JSON.")
    private boolean json;

    @Mixin
    private DeviceOptions device;

    EvaluateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        SamplingSettings served = checked(() -> new SamplingSettings(temperature, 0, topP, maxTokens, seed));
        if (samples < 1 || sequences < 1 || maxCases < 1) {
            throw CommandException.badInput("--samples, --sequences and --max-cases must be 1 or more; found " + samples
                    + ", " + sequences + " and " + maxCases);
        }
        List<ClinicalCase> cases = new DatasetBuilder(
                        ColumnMap.byName(), CleaningPolicy.standard(), new SplitPolicy(0, 0, seed, 1))
                .build(data).parts().getOrDefault(SplitName.TRAIN, List.of()).stream()
                        .limit(maxCases)
                        .toList();
        if (cases.isEmpty()) {
            throw CommandException.badInput("--data: " + data + " holds no case, expected at least one");
        }
        try (LanguageModel model = LanguageModel.load(baseModel, device.options())) {
            return tell(AnswerMetrics.of(measured(model, cases, served)));
        }
    }

    private List<AnswerLine> measured(LanguageModel model, List<ClinicalCase> cases, SamplingSettings served) {
        if (adapter == null) {
            return measured(model, model.generator(), cases, served);
        }
        try (LoraAdapter live = model.loadAdapter(adapter)) {
            return measured(model, model.generator(live), cases, served);
        }
    }

    private List<AnswerLine> measured(
            LanguageModel model, Generator generator, List<ClinicalCase> cases, SamplingSettings served) {
        Terminal terminal = context.terminal();
        List<CaseAnswers> answers = new CaseAnswering(model, generator, samples, served, sequences)
                .answer(
                        cases.stream()
                                .map(one -> new CaseAnswering.Question(one.id(), one.question()))
                                .toList(),
                        (done, total) -> terminal.live("answering " + terminal.bar((double) done / Math.max(1, total))
                                + " " + done + " of " + total + " answers"),
                        GenerationListener.SILENT);
        terminal.clearLive();
        AnswerMeasurement measurement = new AnswerMeasurement(new AnswerMatcher());
        List<AnswerLine> lines = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            ClinicalCase one = cases.get(i);
            CaseAnswers answer = answers.get(i);
            AnswerMeasurement.Known known =
                    new AnswerMeasurement.Known(one.id(), one.reference().orElse(one.answer()), one.cues());
            lines.add(measurement.of(known, answer.greedy(), answer.greedyTokens(), answer.sampled()));
        }
        return lines;
    }

    private int tell(List<AnswerMetrics.Measured> metrics) throws IOException {
        Terminal terminal = context.terminal();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        Table table = new Table();
        for (AnswerMetrics.Measured metric : metrics) {
            Interval interval = metric.interval();
            object.putObject(metric.name())
                    .put("value", interval.estimate())
                    .put("low", interval.low())
                    .put("high", interval.high())
                    .put("cases", metric.count());
            table.row(
                    metric.name(),
                    String.format(Locale.ROOT, "%.3f", interval.estimate()),
                    String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high()),
                    Amount.of(metric.count(), "case", "cases"));
        }
        if (out != null) {
            Files.writeString(out, object.toPrettyString() + "\n");
        }
        if (json) {
            terminal.line(object.toPrettyString());
        } else {
            table.print(terminal);
        }
        return ExitCode.DONE.number();
    }

    private static SamplingSettings checked(Supplier<SamplingSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--temperature, --top-p or --max-tokens: " + e.getMessage(), e);
        }
    }
}
