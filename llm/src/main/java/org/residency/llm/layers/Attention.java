package org.residency.llm.layers;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.residency.llm.kernels.KernelCall;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.PackedRow;
import org.residency.llm.training.SharedPrompts;

/**
 * Attention of a row's sequences, forward and backward. Where prompts are shared, a continuation's part over itself and its part
 * over the prompt are computed apart and mixed by their log-sum-exp (Dao et al., arXiv 2205.14135, section 3.1).
 *
 * <p>Legend: T tokens, H heads, D width of a head.
 */
final class Attention {
    private final Kernels kernels;
    private final LayerArithmetic arithmetic;
    private final PackedRow row;
    private final long[] shape;
    private final boolean flash;
    private final NDArray places;
    private final List<NDArray> shared;
    private final RecurringShapes recurring;
    private int equal;

    /**
     * @param flash whether kernels of the GPU serve
     * @param owner of what is made of the row
     */
    Attention(
            Transformer model,
            LayerArithmetic arithmetic,
            boolean flash,
            RecurringShapes recurring,
            PackedRow row,
            NDManager owner) {
        this.kernels = model.kernels();
        this.arithmetic = arithmetic;
        this.row = row;
        this.flash = flash;
        this.shape = new long[] {
            model.config().heads(),
            model.config().keyValueHeads(),
            model.config().headSize(),
            flash ? 1 : 0
        };
        this.recurring = recurring;
        this.equal = flash ? recurring.sequences(row) : 0;
        this.places = onDevice(row.starts(), owner);
        this.shared = row.shared().map(prompts -> tensors(prompts, owner)).orElse(List.of());
    }

    /** The heads' outputs [T, H D] and what their gradient needs beside them. */
    NDList forward(List<NDArray> queryKeyValue, NDManager owner) {
        if (equal > 0) {
            try {
                return inRows(kernels.call("attend_rows", owner), queryKeyValue).run();
            } catch (EngineException e) {
                System.getLogger(Attention.class.getName())
                        .log(System.Logger.Level.INFO, "attention goes on without cuDNN", e);
                recurring.refuse();
                equal = 0;
            }
        }
        if (shared.isEmpty()) {
            return with(kernels.call("attend_flat", owner), queryKeyValue).run();
        }
        try (NDManager step = owner.newSubManager()) {
            NDList made =
                    with(kernels.call("attend_shared", step), queryKeyValue).run();
            if (flash) {
                arithmetic.blend(made.get(0), made.get(2), made.get(3), made.get(4));
            }
            NDList kept = new NDList(made.get(0), made.get(1));
            kept.attach(owner);
            return kept;
        }
    }

    /** Gradients of query, key and value. */
    List<NDArray> backward(
            NDArray gradient, List<NDArray> queryKeyValue, NDArray heads, NDArray logSumExp, NDManager owner) {
        if (equal > 0) {
            KernelCall call = kernels.call("attend_rows_backward", owner).tensor(gradient);
            queryKeyValue.forEach(call::tensor);
            call.tensor(heads).tensor(logSumExp);
            return call.integers(shape[0], shape[1], shape[2], equal).run();
        }
        KernelCall call = kernels.call(shared.isEmpty() ? "attend_flat_backward" : "attend_shared_backward", owner)
                .tensor(gradient);
        queryKeyValue.forEach(call::tensor);
        return layout(call.tensor(heads).tensor(logSumExp)).runWithGradients();
    }

    private KernelCall inRows(KernelCall call, List<NDArray> queryKeyValue) {
        queryKeyValue.forEach(call::tensor);
        return call.integers(shape[0], shape[1], shape[2], equal);
    }

    private KernelCall with(KernelCall call, List<NDArray> queryKeyValue) {
        queryKeyValue.forEach(call::tensor);
        return layout(call);
    }

    private KernelCall layout(KernelCall call) {
        call.tensor(row.starts()).tensor(places);
        shared.forEach(call::tensor);
        return call.integers(shape);
    }

    private List<NDArray> tensors(SharedPrompts prompts, NDManager owner) {
        return List.of(
                prompts.prompts(),
                onDevice(prompts.prompts(), owner),
                prompts.continuations(),
                onDevice(prompts.continuations(), owner));
    }

    private NDArray onDevice(NDArray starts, NDManager owner) {
        NDArray places = starts.toType(DataType.INT32, false).toDevice(row.ids().getDevice(), true);
        places.attach(owner);
        return places;
    }
}
