package org.residency.workflows;

import static org.residency.activities.Setting.inRange;
import static org.residency.activities.Setting.orElse;

/**
 * What the gate asks of an evaluation. A policy that asks for less than the default says so wherever it is named.
 *
 * @param name shown in the manifest and on the report's first screen; {@code default} unless told
 * @param minCases fewer cases than this decide nothing; 30 unless told
 * @param minExactMatch the candidate's greedy exact match, by the low end of its interval; 0.5 unless told
 * @param minGainOverBase candidate less base model in exact match, by the low end of the interval; 0.02 unless told
 * @param maxLossAgainstInService how much the candidate may fall behind the model in service, by the low end of the
 *     interval; 0.03 unless told
 * @param minFormatRate share of completions with closed reasoning and one answer; 0.9 unless told
 * @param maxMergeKl nats a token between base with adapter and merged model; 0.01 unless told
 */
public record GatePolicy(
        String name,
        Integer minCases,
        Double minExactMatch,
        Double minGainOverBase,
        Double maxLossAgainstInService,
        Double minFormatRate,
        Double maxMergeKl) {

    public GatePolicy {
        name = orElse(name, "default");
        minCases = inRange("gate.minCases", minCases, 30, 1, 1_000_000);
        minExactMatch = inRange("gate.minExactMatch", minExactMatch, 0.5, 0.0, 1.0);
        minGainOverBase = inRange("gate.minGainOverBase", minGainOverBase, 0.02, -1.0, 1.0);
        maxLossAgainstInService = inRange("gate.maxLossAgainstInService", maxLossAgainstInService, 0.03, 0.0, 1.0);
        minFormatRate = inRange("gate.minFormatRate", minFormatRate, 0.9, 0.0, 1.0);
        maxMergeKl = inRange("gate.maxMergeKl", maxMergeKl, 0.01, 0.0, 100.0);
    }

    public static GatePolicy defaults() {
        return new GatePolicy(null, null, null, null, null, null, null);
    }

    /** Whether this policy asks for less than the default in any respect. */
    public boolean lowersTheBar() {
        GatePolicy standard = defaults();
        return minCases < standard.minCases
                || minExactMatch < standard.minExactMatch
                || minGainOverBase < standard.minGainOverBase
                || maxLossAgainstInService > standard.maxLossAgainstInService
                || minFormatRate < standard.minFormatRate
                || maxMergeKl > standard.maxMergeKl;
    }
}
