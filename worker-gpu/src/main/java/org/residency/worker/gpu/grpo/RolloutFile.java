package org.residency.worker.gpu.grpo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.grpo.RewardedGroup;
import org.residency.llm.grpo.Rollout;
import org.residency.llm.grpo.RolloutGroup;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;
import org.residency.scoring.files.JsonLines;
import org.residency.scoring.files.RewardGroupLine;
import org.residency.scoring.files.RolloutGroupLine;
import org.residency.scoring.files.RolloutLine;
import org.residency.worker.gpu.InvalidInputException;

/** Rollouts as lines of a file, and back with their rewards. */
final class RolloutFile {

    private RolloutFile() {}

    static void write(Path file, List<RolloutGroup> groups, Tokenizer tokenizer) throws IOException {
        JsonLines.write(
                file, groups.stream().map(group -> line(group, tokenizer)).toList());
    }

    /**
     * The groups of both files, which stand in the same order.
     *
     * @throws InvalidInputException where they do not
     */
    static List<RewardedGroup> read(Path rollouts, Path rewards) throws IOException {
        List<RolloutGroupLine> groups = JsonLines.read(rollouts, RolloutGroupLine.class);
        List<RewardGroupLine> rewarded = JsonLines.read(rewards, RewardGroupLine.class);
        if (groups.size() != rewarded.size()) {
            throw new InvalidInputException(rewards + ": found the rewards of " + rewarded.size()
                    + " groups, expected those of " + groups.size());
        }
        List<RewardedGroup> result = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            if (!groups.get(i).caseId().equals(rewarded.get(i).caseId())) {
                throw new InvalidInputException(rewards + ", line " + (i + 1) + ": found case "
                        + rewarded.get(i).caseId() + ", expected "
                        + groups.get(i).caseId() + " as in the rollouts");
            }
            result.add(group(groups.get(i)).withRewards(rewarded.get(i).rewards()));
        }
        return result;
    }

    private static RolloutGroupLine line(RolloutGroup group, Tokenizer tokenizer) {
        List<RolloutLine> completions = group.rollouts().stream()
                .map(rollout -> new RolloutLine(
                        tokenizer.decode(rollout.completion()),
                        integers(rollout.completion()),
                        doubles(rollout.logProbabilities()),
                        rollout.ended()))
                .toList();
        return new RolloutGroupLine(group.promptId(), integers(group.prompt()), completions);
    }

    private static RolloutGroup group(RolloutGroupLine line) {
        List<Rollout> rollouts = new ArrayList<>();
        for (RolloutLine completion : line.completions()) {
            rollouts.add(new Rollout(
                    rollouts.size(),
                    TokenIds.of(completion.tokens()),
                    logProbabilities(completion.logProbabilities()),
                    completion.finished()));
        }
        return new RolloutGroup(line.caseId(), TokenIds.of(line.promptTokens()), rollouts);
    }

    private static List<Integer> integers(TokenIds tokens) {
        return Arrays.stream(tokens.toArray()).boxed().toList();
    }

    private static List<Double> doubles(LogProbabilities values) {
        List<Double> doubles = new ArrayList<>();
        for (float value : values.toArray()) {
            doubles.add((double) value);
        }
        return doubles;
    }

    private static LogProbabilities logProbabilities(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return LogProbabilities.of(floats);
    }
}
