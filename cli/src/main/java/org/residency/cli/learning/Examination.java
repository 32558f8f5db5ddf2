package org.residency.cli.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.scoring.AnswerMatcher;
import org.residency.scoring.CueCoverage;
import org.residency.scoring.ExactMatch;
import org.residency.scoring.FormatRate;
import org.residency.scoring.Metric;
import org.residency.scoring.MetricInput;
import org.residency.scoring.ThinkTag;

/** Puts the held-out cases to a model: once greedily, and several times with the settings that are served. */
final class Examination {
    private final LanguageModel model;
    private final List<Case> cases;
    private final LearningSettings.Evaluation settings;
    private final long seed;
    private final Metric exactMatch = new ExactMatch(new AnswerMatcher());

    Examination(LanguageModel model, List<Case> cases, LearningSettings.Evaluation settings, long seed) {
        this.model = model;
        this.cases = cases;
        this.settings = settings;
        this.seed = seed;
    }

    Outcomes of(Generator generator) {
        List<Completion> greedy = answers(generator, 1, SamplingSettings.greedy(settings.maxCompletionTokens()));
        List<Completion> sampled = answers(
                generator,
                settings.samplesPerCase(),
                new SamplingSettings(settings.temperature(), 0, settings.topP(), settings.maxCompletionTokens(), seed));
        double[] shares = new double[cases.size()];
        for (Completion completion : sampled) {
            shares[completion.promptIndex()] += measure(exactMatch, completion) / settings.samplesPerCase();
        }
        return new Outcomes(
                measure(exactMatch, greedy),
                DoubleStream.of(shares).boxed().toList(),
                measure(new CueCoverage(), greedy),
                measure(new FormatRate(), greedy));
    }

    private List<Completion> answers(Generator generator, int samples, SamplingSettings sampling) {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            prompts.add(new Prompt(
                    i, model.reasoningFormat().encodePrompt(cases.get(i).question())));
        }
        return generator.generate(prompts, samples, sampling, GenerationListener.SILENT);
    }

    private List<Double> measure(Metric metric, List<Completion> completions) {
        return completions.stream()
                .map(completion -> measure(metric, completion))
                .toList();
    }

    private double measure(Metric metric, Completion completion) {
        Case one = cases.get(completion.promptIndex());
        return metric.measure(MetricInput.of(
                        model.tokenizer().decode(completion.tokens()),
                        ThinkTag.IN_PROMPT,
                        Optional.of(one.reference()),
                        one.cues(),
                        completion.tokens().size()))
                .orElseThrow();
    }
}
