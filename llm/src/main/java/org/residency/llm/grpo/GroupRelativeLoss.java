package org.residency.llm.grpo;

import java.util.List;

/** A loss whose advantages come from comparing the completions of one prompt: no value head is needed. */
public sealed interface GroupRelativeLoss extends PolicyLoss
        permits GrpoLoss, DrGrpoLoss, DapoLoss, RlooLoss, TrpoLoss {
    /**
     * The advantage of each rollout of a group.
     *
     * @param divergences of each rollout, the sum over its tokens of log(sampler / reference)
     */
    List<Double> advantages(List<Double> rewards, List<Double> divergences);
}
