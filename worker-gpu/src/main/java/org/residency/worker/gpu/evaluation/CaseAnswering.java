package org.residency.worker.gpu.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.dataset.ClinicalCase;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.worker.gpu.StoppableListener;
import org.residency.worker.gpu.TrainingHeartbeat;

/**
 * Has a model answer cases, many at a time: once greedily, and as often as asked with the settings that will be served.
 * What is sampled for a case follows from the seed and the case's id, so all models of a run are asked alike.
 */
final class CaseAnswering {

    private final LanguageModel model;
    private final Generator generator;
    private final EvaluationSettings settings;
    private final int sequencesAtOnce;
    private final TrainingHeartbeat heartbeat;

    CaseAnswering(
            LanguageModel model,
            Generator generator,
            EvaluationSettings settings,
            int sequencesAtOnce,
            TrainingHeartbeat heartbeat) {
        this.model = model;
        this.generator = generator;
        this.settings = settings;
        this.sequencesAtOnce = sequencesAtOnce;
        this.heartbeat = heartbeat;
    }

    /** The answers in the order of the cases; none to a case that with its answer is longer than the model's context. */
    List<CaseAnswers> answer(List<ClinicalCase> cases) {
        Map<Integer, Prompt> prompts = prompts(cases);
        SamplingSettings served = new SamplingSettings(
                settings.temperature(), 0, settings.topP(), settings.maxCompletionTokens(), settings.seed());
        int total = prompts.size() * (1 + settings.samplesPerCase());
        Map<Integer, List<Completion>> greedy =
                generate(prompts, 1, SamplingSettings.greedy(settings.maxCompletionTokens()), 0, total);
        Map<Integer, List<Completion>> sampled =
                generate(prompts, settings.samplesPerCase(), served, prompts.size(), total);
        heartbeat.report("answers", total, total);
        List<CaseAnswers> answers = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            answers.add(answers(greedy.getOrDefault(i, List.of()), sampled.getOrDefault(i, List.of())));
        }
        return answers;
    }

    private CaseAnswers answers(List<Completion> greedy, List<Completion> sampled) {
        List<String> texts = new ArrayList<>();
        sampled.forEach(completion -> texts.add(model.tokenizer().decode(completion.tokens())));
        if (greedy.isEmpty()) {
            // A case that a model cannot take is one that it does not get right, however often it is asked.
            for (int i = 0; i < settings.samplesPerCase(); i++) {
                texts.add("");
            }
            return new CaseAnswers("", 0, texts);
        }
        TokenIds tokens = greedy.get(0).tokens();
        return new CaseAnswers(model.tokenizer().decode(tokens), tokens.size(), texts);
    }

    private Map<Integer, Prompt> prompts(List<ClinicalCase> cases) {
        int most = model.config().contextLength() - settings.maxCompletionTokens();
        Map<Integer, Prompt> prompts = new TreeMap<>();
        for (int i = 0; i < cases.size(); i++) {
            TokenIds tokens = model.reasoningFormat().encodePrompt(cases.get(i).question());
            if (tokens.size() <= most) {
                prompts.put(i, new Prompt(Long.parseUnsignedLong(cases.get(i).id(), 16), tokens));
            }
        }
        return prompts;
    }

    private Map<Integer, List<Completion>> generate(
            Map<Integer, Prompt> prompts, int samples, SamplingSettings sampling, int before, int total) {
        List<Integer> positions = List.copyOf(prompts.keySet());
        int promptsAtOnce = Math.max(1, sequencesAtOnce / samples);
        Map<Integer, List<Completion>> result = new TreeMap<>();
        for (int from = 0; from < positions.size(); from += promptsAtOnce) {
            heartbeat.report("answers", before + (long) from * samples, total);
            List<Integer> batch = positions.subList(from, Math.min(positions.size(), from + promptsAtOnce));
            List<Completion> completions = generator.generate(
                    batch.stream().map(prompts::get).toList(), samples, sampling, new StoppableListener(heartbeat));
            heartbeat.throwIfStopped();
            for (Completion completion : completions) {
                result.computeIfAbsent(batch.get(completion.promptIndex()), position -> new ArrayList<>())
                        .add(completion);
            }
        }
        return result;
    }
}
