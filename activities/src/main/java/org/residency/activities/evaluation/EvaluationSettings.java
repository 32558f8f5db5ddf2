package org.residency.activities.evaluation;

import static org.residency.activities.Setting.inRange;

/**
 * @param maxCases the first so many cases of the test split; 500 unless told
 * @param samplesPerCase sampled answers a case, at the temperature that is served; 4 unless told
 * @param temperature of the sampled answers, and of serving; 0.6 unless told
 * @param topP nucleus of the sampled answers, and of serving; 0.95 unless told
 * @param maxCompletionTokens 256 unless told
 * @param seed 3407 unless told
 */
public record EvaluationSettings(
        Integer maxCases,
        Integer samplesPerCase,
        Double temperature,
        Double topP,
        Integer maxCompletionTokens,
        Integer seed) {

    public EvaluationSettings {
        maxCases = inRange("evaluation.maxCases", maxCases, 500, 1, 1_000_000);
        samplesPerCase = inRange("evaluation.samplesPerCase", samplesPerCase, 4, 1, 1024);
        temperature = inRange("evaluation.temperature", temperature, 0.6, 0.01, 10.0);
        topP = inRange("evaluation.topP", topP, 0.95, 0.01, 1.0);
        maxCompletionTokens = inRange("evaluation.maxCompletionTokens", maxCompletionTokens, 256, 1, 1_000_000);
        seed = inRange("evaluation.seed", seed, 3407, 0, Integer.MAX_VALUE);
    }

    public static EvaluationSettings defaults() {
        return new EvaluationSettings(null, null, null, null, null, null);
    }
}
