package org.residency.llm.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;

/** The final states of a policy before each labelled token, [N, C], without dropout and without a graph. */
record FinalStates(Transformer transformer, LoraAdapter policy, GradientMethod method) {
    NDArray of(LabelledBatch batch, NDManager owner) {
        Optional<LoraAdapter> live = Optional.of(policy);
        return batch.addTo(
                        transformer
                                .call(method.kernel("final_states"), owner, live)
                                .integers(method.integers(transformer, 0))
                                .reals(transformer.reals(live, 0)),
                        owner)
                .run()
                .head();
    }
}
