package org.residency.llm.grpo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.residency.llm.kernels.FlatTensors;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;

/** What an update trains: the policy, with a value head where the loss has one, and their optimizer. */
final class TrainedPolicy implements AutoCloseable {
    private final Transformer transformer;
    private final LoraAdapter policy;
    private final GrpoSettings settings;
    private final Optional<ValueHead> head;
    private final AdamW optimizer;

    /**
     * @param policy stays its owner's
     * @param folder it was read from, where its value head lies too
     */
    TrainedPolicy(Transformer transformer, LoraAdapter policy, GrpoSettings settings, Path folder) {
        this.transformer = transformer;
        this.policy = policy;
        this.settings = settings;
        this.head =
                settings.loss() instanceof PpoLoss ? Optional.of(ValueHead.in(folder, transformer)) : Optional.empty();
        List<FlatTensors> trained = new ArrayList<>(List.of(policy.flat()));
        head.ifPresent(own -> own.namedTensors().forEach((name, tensor) -> trained.add(FlatTensors.of(name, tensor))));
        this.optimizer = new AdamW(transformer.kernels(), trained, settings.optimizer());
    }

    AdamW optimizer() {
        return optimizer;
    }

    /** What checkpoints call such updates: only those of one kind go on with each other's moments. */
    static String kind(PolicyLoss loss) {
        return loss instanceof PpoLoss || loss instanceof TrpoLoss ? loss.name() : "grpo";
    }

    /**
     * The steps of an update on these groups.
     *
     * @param start the folder of the adapter that the update began with
     */
    PolicyStep steps(List<RewardedGroup> groups, Path start) {
        if (settings.loss() instanceof PpoLoss ppo) {
            return new PpoStep(
                    transformer, policy, head.orElseThrow(), settings, ppo, optimizer, before(ppo, groups, start));
        }
        if (settings.loss() instanceof TrpoLoss trpo) {
            return new TrpoStep(transformer, policy, settings, trpo);
        }
        return new ClippedStep(transformer, policy, settings, (GroupRelativeLoss) settings.loss(), optimizer);
    }

    private IdentityHashMap<RewardedGroup, List<ActorCriticGradient.Sample>> before(
            PpoLoss loss, List<RewardedGroup> groups, Path start) {
        try (LoraAdapter former = LoraAdapter.load(transformer, start);
                ValueHead formerHead = ValueHead.in(start, transformer)) {
            return PpoStep.before(transformer, former, formerHead, settings, loss, groups);
        }
    }

    /** Writes what a checkpoint holds beside adapter and optimizer. */
    void save(Path folder) {
        head.ifPresent(own -> own.save(folder));
    }

    @Override
    public void close() {
        optimizer.close();
        head.ifPresent(ValueHead::close);
    }
}
