package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.function.ObjIntConsumer;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.PackedRow;

/**
 * From the last layer's end to log-probabilities of the labelled tokens and back; logits exist for a chunk of places at a
 * time, in the model's type.
 *
 * <p>Legend: N labelled places, T tokens, C width, V words.
 */
final class LastStates implements AutoCloseable {
    private final Kernels kernels;
    private final LayerArithmetic arithmetic;
    private final NDArray norm;
    private final NDArray head;
    private final PackedRow row;
    private final NDArray end;
    private final NDManager manager;
    private final NDArray chosen;
    private final NDArray normed;

    /** @param end of the last layer [T, C], which stays its owner's */
    LastStates(Transformer model, LayerArithmetic arithmetic, PackedRow row, NDArray end) {
        this.kernels = model.kernels();
        this.arithmetic = arithmetic;
        this.norm = model.ends().get(2);
        this.head = model.ends().get(3);
        this.row = row;
        this.end = end;
        this.manager = kernels.newManager();
        this.chosen = kernels.call("chosen_rows", manager)
                .tensor(end)
                .tensor(row.rows())
                .run()
                .head();
        this.normed = arithmetic.norm(chosen, norm, manager);
    }

    Known known(double temperature, NDManager owner) {
        Known known = unwritten(owner);
        eachChunk((logits, from) -> arithmetic.logProbabilities(logits, row.targets(), from, temperature, known));
        return known;
    }

    /**
     * The gradient [T, C] of the last layer's end.
     *
     * @param slopes of the log-probabilities [N]
     * @param known is given the log-probabilities
     */
    NDArray gradient(NDArray slopes, double temperature, NDArray known, NDManager owner) {
        NDArray byNormed =
                kernels.call("zeros_like", manager).tensor(normed).run().head();
        eachChunk((logits, from) -> {
            arithmetic.logitGradient(logits, row.targets(), slopes, from, temperature, known);
            try (NDManager step = kernels.newManager()) {
                kernels.call("chunk_gradient", step)
                        .tensor(logits)
                        .tensor(head)
                        .tensor(byNormed)
                        .integers(from, logits.getShape().get(0))
                        .run();
            }
        });
        NDArray byChosen =
                kernels.call("zeros_like", manager).tensor(chosen).run().head();
        arithmetic.addNormGradient(chosen, norm, byNormed, byChosen);
        return kernels.call("spread_rows", owner)
                .tensor(byChosen)
                .tensor(row.rows())
                .tensor(end)
                .run()
                .head();
    }

    /** For whoever writes it. */
    Known unwritten(NDManager owner) {
        NDList made = kernels.call("unwritten_known", owner).tensor(row.rows()).run();
        return new Known(made.get(0), made.get(1));
    }

    private void eachChunk(ObjIntConsumer<NDArray> work) {
        int count = (int) row.rows().size();
        for (int from = 0; from < count; from += GradientMethod.CHUNK) {
            try (NDManager step = kernels.newManager()) {
                work.accept(
                        kernels.call("chunk_logits", step)
                                .tensor(normed)
                                .tensor(head)
                                .integers(from, Math.min(GradientMethod.CHUNK, count - from))
                                .run()
                                .head(),
                        from);
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
