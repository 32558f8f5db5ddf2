package org.residency.llm.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.testing.Reference;

class StepWeightsTest {
    @Test
    void findsWhatOneProductTakesOneBehindTheOther() {
        try (Transformer model = load(ComputeType.BFLOAT16)) {
            StepWeights weights = StepWeights.of(model, List.of(), 0);
            assertThat(weights.adjacent(model.config())).isTrue();
            assertThat(weights.rank()).isZero();
            assertThat(weights.of(0, StepWeights.QUERY_BIAS)).isZero();
            assertThat(weights.of(1, StepWeights.QUERY)).isNotZero();
        }
        try (Transformer model = load(ComputeType.FLOAT32)) {
            assertThat(CapturedDecoder.of(model, Optional.empty())).isEmpty();
        }
    }

    @Test
    void fillsAnAdaptersRankUpToSixteen() {
        try (Transformer model = load(ComputeType.BFLOAT16);
                LoraAdapter adapter = LoraAdapter.load(model, Reference.file("adapter"));
                NDManager owner = model.kernels().newManager()) {
            NDList filled = model.kernels()
                    .call("filled_factors", owner)
                    .tensor(model.ends().get(1))
                    .list("a", adapter.tensors())
                    .run();
            assertThat(filled).hasSameSizeAs(adapter.tensors());
            for (int i = 0; i < filled.size(); i++) {
                NDArray before = adapter.tensors().get(i);
                if (before.size() > 0) {
                    assertThat(filled.get(i).getShape().get(i % 2)).isEqualTo(16);
                    assertThat(filled.get(i).getShape().get(1 - i % 2))
                            .isEqualTo(before.getShape().get(1 - i % 2));
                }
            }
            StepWeights weights = StepWeights.of(model, filled, 2);
            assertThat(weights.rank()).isEqualTo(16);
            assertThat(weights.a(0, 0)).isNotZero();
        }
    }

    @Test
    void choosesTheNextTokenInPlace() {
        try (Transformer model = load(ComputeType.FLOAT32);
                NDManager owner = model.kernels().newManager()) {
            NDArray ids = owner.create(new long[] {0, 0});
            NDArray position = owner.create(new long[] {6, 8});
            NDList chosen = model.kernels()
                    .call("choose_next", owner)
                    .integers(1, 0)
                    .reals(0, 1, 0, 1)
                    .tensor(owner.create(new float[] {1, 3, 2, 5, 4, 0}, new Shape(2, 3)))
                    .tensor(model.none())
                    .tensor(owner.create(new double[] {0, 0.5, 0, 0.5}, new Shape(2, 2)))
                    .tensor(ids)
                    .tensor(position)
                    .run();
            assertThat(ids.toLongArray()).containsExactly(1, 0);
            assertThat(chosen.get(0).toLongArray()).containsExactly(1, 0);
            assertThat(position.toLongArray()).containsExactly(7, 9);
            model.kernels()
                    .call("overwrite", owner)
                    .list("to", List.of(ids, position))
                    .list("from", List.of(owner.create(new long[] {4, 5}), owner.create(new long[] {2, 3})))
                    .run();
            assertThat(ids.toLongArray()).containsExactly(4, 5);
            assertThat(position.toLongArray()).containsExactly(2, 3);
        }
    }

    private static Transformer load(ComputeType type) {
        return Transformer.load(new ModelFolder(Reference.file("tiny")), ComputeDevice.cpu(), type, 1);
    }
}
