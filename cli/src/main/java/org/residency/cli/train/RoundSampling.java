package org.residency.cli.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.residency.dataset.ClinicalCase;
import org.residency.llm.LanguageModel;
import org.residency.llm.grpo.RewardedGroup;
import org.residency.llm.grpo.RolloutGroup;
import org.residency.llm.grpo.RolloutSampler;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.tokenizer.TokenIds;

/** One round's rollouts with their rewards, others sampled in place of groups that teach nothing where the settings say so. */
final class RoundSampling {
    /** A case and its prompt. */
    record Prompted(ClinicalCase one, TokenIds prompt) {}

    private final LanguageModel model;
    private final GrpoSection grpo;
    private final List<Prompted> prompted;
    private final RoundRewards rewards;
    private final RoundProgress progress;
    private final BooleanSupplier stop;
    private final List<RewardedGroup> groups = new ArrayList<>();
    private int inPlace;

    RoundSampling(
            LanguageModel model,
            GrpoSection grpo,
            List<Prompted> prompted,
            RoundRewards rewards,
            RoundProgress progress,
            BooleanSupplier stop) {
        this.model = model;
        this.grpo = grpo;
        this.prompted = prompted;
        this.rewards = rewards;
        this.progress = progress;
        this.stop = stop;
    }

    /** All groups of the round, by the adapter as it stands; empty where it was stopped. */
    Optional<List<RewardedGroup>> sample(LoraAdapter adapter, int round) {
        RolloutSampler sampler = new RolloutSampler(model.generator(adapter));
        List<Integer> own = grpo.prompts().of(round, 0, prompted.size());
        if (!sample(sampler, own, round, 0)) {
            return Optional.empty();
        }
        for (int time = 1; time <= grpo.resamplings(); time++) {
            int wanting = own.size()
                    - (int) groups.stream().filter(group -> !group.isEqual()).count();
            if (wanting == 0) {
                break;
            }
            List<Integer> others = grpo.prompts().inPlace(round, inPlace, wanting, prompted.size());
            inPlace += wanting;
            if (!sample(sampler, others, round, time)) {
                return Optional.empty();
            }
        }
        return Optional.of(List.copyOf(groups));
    }

    /** Groups sampled in place of others. */
    int inPlace() {
        return inPlace;
    }

    private boolean sample(RolloutSampler sampler, List<Integer> positions, int round, int time) {
        Map<String, ClinicalCase> byId = new LinkedHashMap<>();
        Map<String, TokenIds> prompts = new LinkedHashMap<>();
        for (int position : positions) {
            Prompted one = prompted.get(position);
            byId.put(one.one().id(), one.one());
            prompts.put(one.one().id(), one.prompt());
        }
        int sampled = 0;
        for (Map<String, TokenIds> batch : RolloutSampler.batches(prompts, grpo.groupSize(), grpo.sequences())) {
            List<RolloutGroup> some =
                    sampler.sample(batch, grpo.groupSize(), grpo.sampling(round, time), progress.sampling());
            if (stop.getAsBoolean()) {
                return false;
            }
            some.forEach(group -> groups.add(rewards.reward(group, byId.get(group.promptId()))));
            sampled += some.size();
            progress.sampled(sampled, prompts.size());
        }
        return true;
    }
}
