package org.residency.llm.grpo;

import java.util.List;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.RandomStream;

/** A step down a clipped, group-relative loss by AdamW. */
final class ClippedStep implements PolicyStep {
    private final PolicyGradient gradient;
    private final GrpoSettings settings;
    private final GroupRelativeLoss loss;
    private final AdamW optimizer;

    ClippedStep(
            Transformer transformer,
            LoraAdapter policy,
            GrpoSettings settings,
            GroupRelativeLoss loss,
            AdamW optimizer) {
        this.gradient = new PolicyGradient(transformer, policy, settings);
        this.settings = settings;
        this.loss = loss;
        this.optimizer = optimizer;
    }

    @Override
    public Pass accumulate(List<RewardedGroup> groups, int step) {
        List<PolicyGradient.Sample> samples = new StepSamples(gradient, settings, loss).of(groups);
        PolicyLoss.StepSize size = StepSamples.size(samples);
        PolicyGradient.Sums sums = PolicyGradient.Sums.ZERO;
        for (int from = 0; from < samples.size(); from += settings.rolloutsPerPass()) {
            sums = sums.plus(gradient.addGradients(
                    samples.subList(from, Math.min(samples.size(), from + settings.rolloutsPerPass())),
                    size,
                    optimizer.gradients(),
                    RandomStream.key(settings.seed(), ((long) step << 20) + from)));
        }
        return new Pass(sums, size.tokens(), StepSamples.tokens(samples));
    }

    @Override
    public double move(double learningRate) {
        return optimizer.step(learningRate);
    }
}
