package org.residency.llm.evaluation;

import java.util.List;

/**
 * What a model answered to one case.
 *
 * @param greedy the greedy completion, without its end token; empty where the case is too long for the model
 * @param greedyTokens its length, the end token included
 * @param sampled the completions sampled as served
 */
public record CaseAnswers(String greedy, int greedyTokens, List<String> sampled) {

    public CaseAnswers {
        sampled = List.copyOf(sampled);
    }
}
