package org.residency.llm.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.PackedRow;

/**
 * The gradient of an adapter that autograd takes, and what a walk through the layers is given to take the same.
 *
 * @param weight of the summed loss
 */
public record AutogradGradients(Transformer model, LoraAdapter adapter, PackedRow row, double weight, NDManager owner) {
    /** Sums to add gradients to, one a factor. */
    public List<NDArray> zeros() {
        return adapter.namedTensors().values().stream()
                .map(factor -> owner.zeros(factor.getShape(), DataType.FLOAT32))
                .toList();
    }

    /** Adds to the sums; the loss. */
    public double addTo(List<NDArray> sums) {
        return model.call("packed_gradients", owner, Optional.of(adapter))
                .list("g", sums)
                .integers(GradientMethod.CHECKPOINTED.integers(model, 0))
                .reals(model.reals(Optional.of(adapter), 0))
                .tensor(row.ids())
                .tensor(row.rows())
                .tensor(row.targets())
                .tensor(row.positions())
                .tensor(row.starts())
                .reals(weight)
                .runWithGradients()
                .head()
                .getFloat();
    }
}
