package org.residency.llm.grpo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.RandomStream;

/** A step down PPO's loss by AdamW, over the adapter and the value head. */
final class PpoStep implements PolicyStep {
    private final ActorCriticGradient gradient;
    private final GrpoSettings settings;
    private final PpoLoss loss;
    private final AdamW optimizer;
    private final IdentityHashMap<RewardedGroup, List<ActorCriticGradient.Sample>> samples;
    private double valueLoss;

    /**
     * @param optimizer of the adapter's tensors and then the head's
     * @param samples of every group, as {@link #before} made them
     */
    PpoStep(
            Transformer transformer,
            LoraAdapter policy,
            ValueHead head,
            GrpoSettings settings,
            PpoLoss loss,
            AdamW optimizer,
            IdentityHashMap<RewardedGroup, List<ActorCriticGradient.Sample>> samples) {
        this.gradient = new ActorCriticGradient(transformer, policy, head, settings, loss);
        this.settings = settings;
        this.loss = loss;
        this.optimizer = optimizer;
        this.samples = samples;
    }

    /**
     * What all groups' losses need, by the policy and the head as they were before the update.
     *
     * @return by the very group
     */
    static IdentityHashMap<RewardedGroup, List<ActorCriticGradient.Sample>> before(
            Transformer transformer,
            LoraAdapter policy,
            ValueHead head,
            GrpoSettings settings,
            PpoLoss loss,
            List<RewardedGroup> groups) {
        ActorCriticGradient critic = new ActorCriticGradient(transformer, policy, head, settings, loss);
        PolicyGradient actor = new PolicyGradient(transformer, policy, settings);
        GeneralizedAdvantage estimate =
                new GeneralizedAdvantage(loss.terms().gamma(), loss.terms().lambda());
        List<ActorCriticGradient.Sample> all = new ArrayList<>();
        List<List<Double>> advantages = new ArrayList<>();
        for (RewardedGroup rewarded : groups) {
            List<Rollout> rollouts = rewarded.group().rollouts();
            for (int from = 0; from < rollouts.size(); from += settings.rolloutsPerPass()) {
                List<Rollout> some =
                        rollouts.subList(from, Math.min(rollouts.size(), from + settings.rolloutsPerPass()));
                List<RolloutGroup> theirs =
                        some.stream().map(any -> rewarded.group()).toList();
                List<LogProbabilities> references = actor.reference(theirs, some);
                List<List<Double>> values = critic.values(theirs, some);
                for (int i = 0; i < some.size(); i++) {
                    List<Double> rewards = rewards(
                            some.get(i), references.get(i), rewarded.rewards().get(from + i), settings, loss);
                    List<Double> advantage = estimate.of(rewards, values.get(i));
                    advantages.add(advantage);
                    all.add(new ActorCriticGradient.Sample(
                            rewarded.group(),
                            some.get(i),
                            references.get(i),
                            advantage,
                            values.get(i),
                            sum(advantage, values.get(i))));
                }
            }
        }
        List<List<Double>> whitened = GeneralizedAdvantage.whitened(advantages);
        IdentityHashMap<RewardedGroup, List<ActorCriticGradient.Sample>> byGroup = new IdentityHashMap<>();
        int at = 0;
        for (RewardedGroup rewarded : groups) {
            List<ActorCriticGradient.Sample> own = new ArrayList<>();
            for (int i = 0; i < rewarded.rewards().size(); i++) {
                own.add(all.get(at).withAdvantages(whitened.get(at)));
                at++;
            }
            byGroup.put(rewarded, own);
        }
        return byGroup;
    }

    /** Of each token the divergence from the reference, taken off; the last one has the completion's reward as well. */
    static List<Double> rewards(
            Rollout rollout, LogProbabilities reference, double reward, GrpoSettings settings, PpoLoss loss) {
        List<Double> rewards = new ArrayList<>();
        for (int t = 0; t < reference.size(); t++) {
            double divergence = settings.kl().of(rollout.logProbabilities().get(t), reference.get(t));
            rewards.add((t == reference.size() - 1 ? reward : 0) - loss.rewardBeta() * divergence);
        }
        return rewards;
    }

    @Override
    public Pass accumulate(List<RewardedGroup> groups, int step) {
        List<ActorCriticGradient.Sample> some = groups.stream()
                .flatMap(group -> samples.get(group).stream())
                // Less padding so.
                .sorted(Comparator.comparingInt(PpoStep::tokens))
                .toList();
        long labelled = some.stream()
                .mapToLong(sample -> sample.rollout().completion().size())
                .sum();
        PolicyLoss.StepSize size = new PolicyLoss.StepSize(some.size(), labelled);
        ActorCriticGradient.Sums sums = ActorCriticGradient.Sums.ZERO;
        for (int from = 0; from < some.size(); from += settings.rolloutsPerPass()) {
            sums = sums.plus(gradient.addGradients(
                    some.subList(from, Math.min(some.size(), from + settings.rolloutsPerPass())),
                    size,
                    optimizer.gradients(),
                    RandomStream.key(settings.seed(), ((long) step << 20) + from)));
        }
        valueLoss = sums.value();
        PolicyGradient.Sums policy = sums.policy();
        PolicyGradient.Sums whole = new PolicyGradient.Sums(
                policy.loss() + loss.terms().weight() * valueLoss,
                policy.kl(),
                policy.clipped(),
                policy.entropy(),
                policy.mismatch());
        return new Pass(
                whole, labelled, some.stream().mapToLong(PpoStep::tokens).sum());
    }

    @Override
    public double move(double learningRate) {
        return optimizer.step(learningRate);
    }

    @Override
    public Map<String, Double> measured() {
        return Map.of("value_loss", valueLoss);
    }

    private static int tokens(ActorCriticGradient.Sample sample) {
        return sample.group().prompt().size() + sample.rollout().completion().size();
    }

    private static List<Double> sum(List<Double> x, List<Double> y) {
        List<Double> sum = new ArrayList<>();
        for (int t = 0; t < x.size(); t++) {
            sum.add(x.get(t) + y.get(t));
        }
        return sum;
    }
}
