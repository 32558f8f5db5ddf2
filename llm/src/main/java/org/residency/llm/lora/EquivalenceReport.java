package org.residency.llm.lora;

/**
 * How alike the merged model and base plus adapter are on given texts.
 *
 * @param positions next-token predictions compared
 * @param meanKl mean KL(base plus adapter, merged) a position, in nats
 * @param maxLogitDifference largest absolute difference of two logits
 * @param greedyAgreement share of positions where both prefer the same token
 */
public record EquivalenceReport(long positions, double meanKl, double maxLogitDifference, double greedyAgreement) {}
