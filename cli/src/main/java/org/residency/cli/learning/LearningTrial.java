package org.residency.cli.learning;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.residency.clinic.ClinicNote;
import org.residency.clinic.ClinicNotes;
import org.residency.clinic.GeneratorSettings;
import org.residency.clinic.Split;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.ReplacementMode;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.grpo.GrpoMetrics;
import org.residency.llm.grpo.GrpoTrainer;
import org.residency.llm.grpo.RewardedGroup;
import org.residency.llm.grpo.RolloutGroup;
import org.residency.llm.grpo.RolloutSampler;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.sft.SftExample;
import org.residency.llm.sft.SftTrainer;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.TrainingListener;

/** One seed's way from the base model over SFT to GRPO, with an examination after each. */
final class LearningTrial {
    private static final byte[] KEY = "a key for fictional notes alone".getBytes(StandardCharsets.UTF_8);

    private final LanguageModel model;
    private final LearningSettings settings;
    private final int seed;
    private final Path work;
    private final PrintWriter out;
    private final List<Case> training;
    private final Examination examination;

    LearningTrial(LanguageModel model, LearningSettings settings, int seed, Path work, PrintWriter out) {
        this.model = model;
        this.settings = settings;
        this.seed = seed;
        this.work = work;
        this.out = out;
        this.training = cases(Split.TRAINING, settings.notes().training());
        int heldOut = Math.min(settings.notes().heldOut(), settings.evaluation().maxCases());
        this.examination = new Examination(model, cases(Split.HELD_OUT, heldOut), settings.evaluation(), seed);
    }

    /** The outcomes of base, SFT and GRPO, in that order. */
    List<Outcomes> run() throws IOException {
        List<Outcomes> outcomes = new ArrayList<>();
        Stopwatch stopwatch = new Stopwatch();
        outcomes.add(examination.of(model.generator()));
        tell("base examined", stopwatch);
        Path tuned = new SftTrainer(
                        model.transformer(),
                        settings.sft().lora(),
                        settings.sft().engine(seed))
                .train(examples(), List.of(), Optional.empty(), work.resolve("sft"), TrainingListener.SILENT)
                .folder();
        tell("SFT", stopwatch);
        outcomes.add(examine(tuned));
        tell("SFT examined", stopwatch);
        Path policy = tuned;
        for (int round = 0; round < settings.grpo().rounds(); round++) {
            policy = round(policy, round);
        }
        tell("GRPO", stopwatch);
        outcomes.add(examine(policy));
        tell("GRPO examined", stopwatch);
        return outcomes;
    }

    private Outcomes examine(Path adapterFolder) {
        try (LoraAdapter adapter = model.loadAdapter(adapterFolder)) {
            return examination.of(model.generator(adapter));
        }
    }

    private List<Case> cases(Split split, int count) {
        Deidentifier deidentifier = new Deidentifier(DeidentificationKey.of(KEY), ReplacementMode.SURROGATE);
        List<ClinicNote> notes =
                ClinicNotes.generate(new GeneratorSettings(seed, count, split)).toList();
        List<Case> cases = new ArrayList<>();
        for (ClinicNote note : notes) {
            cases.add(Case.of(split.label() + "-" + cases.size(), note, deidentifier));
        }
        return cases;
    }

    private List<SftExample> examples() {
        return training.stream()
                .map(one -> new SftExample(
                        model.reasoningFormat().encodePrompt(one.question()),
                        model.reasoningFormat().encodeTarget(one.reasoning(), one.answer())))
                .toList();
    }

    private Path round(Path policy, int round) {
        LearningSettings.Grpo grpo = settings.grpo();
        Map<String, Case> byId = new LinkedHashMap<>();
        Map<String, TokenIds> prompts = new LinkedHashMap<>();
        for (Case one : promptsOf(round)) {
            byId.put(one.id(), one);
            prompts.put(one.id(), model.reasoningFormat().encodePrompt(one.question()));
        }
        List<RolloutGroup> groups;
        try (LoraAdapter adapter = model.loadAdapter(policy)) {
            groups = new RolloutSampler(model.generator(adapter))
                    .sample(
                            prompts,
                            grpo.groupSize(),
                            new SamplingSettings(
                                    grpo.temperature(),
                                    0,
                                    grpo.topP(),
                                    grpo.maxCompletionTokens(),
                                    seed * 1_000_003L + round),
                            GenerationListener.SILENT);
        }
        Rewarding rewarding = new Rewarding(model, grpo);
        List<RewardedGroup> rewarded = groups.stream()
                .map(group -> rewarding.reward(group, byId.get(group.promptId()).reference()))
                .toList();
        var result = new GrpoTrainer(model.transformer(), grpo.engine(seed * 1_000_003L + round))
                .update(rewarded, policy, Optional.empty(), work.resolve("round-" + round), TrainingListener.SILENT);
        GrpoMetrics metrics = result.metrics();
        out.printf(
                Locale.ROOT,
                "    round %2d  reward %.3f  kl %.4f  entropy %.3f  clipped %.3f  alike %d/%d%n",
                round + 1,
                metrics.rewardMean(),
                metrics.kl(),
                metrics.entropy(),
                metrics.clipFraction(),
                metrics.zeroVarianceGroups(),
                metrics.groups());
        out.flush();
        return result.folder();
    }

    /** A walk through all training cases in an order drawn anew for each pass, as a run's rounds take them. */
    private List<Case> promptsOf(int round) {
        List<Case> prompts = new ArrayList<>();
        long first = (long) round * settings.grpo().promptsPerRound();
        for (long place = first; place < first + settings.grpo().promptsPerRound(); place++) {
            List<Case> order = new ArrayList<>(training);
            Collections.shuffle(order, new Random(seed * 1_000_003L + place / training.size()));
            prompts.add(order.get((int) (place % training.size())));
        }
        return prompts;
    }

    private void tell(String what, Stopwatch stopwatch) {
        out.printf(Locale.ROOT, "  seed %d: %-14s %6.1f s%n", seed, what, stopwatch.lap());
        out.flush();
    }
}
