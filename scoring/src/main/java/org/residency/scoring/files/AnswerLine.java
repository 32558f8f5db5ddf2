package org.residency.scoring.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one model answered to one case of the evaluation, and how it was measured: a line of an answers file.
 *
 * @param caseId id of the case in the dataset
 * @param greedyCorrect whether the greedy answer is the case's reference (its full answer where it has no reference)
 * @param sampledCorrect how many of the sampled answers are
 * @param samples how many were sampled
 * @param wellFormed whether the greedy completion has closed reasoning and one answer
 * @param tokenF1 overlap of the greedy answer's words and the reference's, 0 to 1
 * @param cueCoverage share of the case's cues that the greedy reasoning names; empty for a case without cues
 * @param tokens length of the greedy completion
 * @param greedy the greedy completion
 * @param sampled the sampled completions
 */
public record AnswerLine(
        @JsonProperty("case") String caseId,
        boolean greedyCorrect,
        int sampledCorrect,
        int samples,
        boolean wellFormed,
        double tokenF1,
        OptionalDouble cueCoverage,
        int tokens,
        String greedy,
        List<String> sampled) {

    public AnswerLine {
        Objects.requireNonNull(caseId, "case");
        cueCoverage = cueCoverage == null ? OptionalDouble.empty() : cueCoverage;
        Objects.requireNonNull(greedy, "greedy");
        sampled = List.copyOf(sampled);
        if (sampledCorrect < 0 || sampledCorrect > samples) {
            throw new IllegalArgumentException("case " + caseId + ": sampledCorrect is " + sampledCorrect + " of "
                    + samples + " samples, expected 0 to " + samples);
        }
    }

    /** The share of the samples that are right; 0 where none was drawn. */
    public double sampledShare() {
        return samples == 0 ? 0 : sampledCorrect / (double) samples;
    }
}
