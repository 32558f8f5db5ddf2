package org.residency.llm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.residency.llm.kernels.Kernels;

/** Quantises projections one after another, in the order of {@link WeightLayout}, and gathers what belongs to their codes. */
final class WeightQuantizer {
    private final Kernels kernels;
    private final BaseQuantization quantization;
    private final NDManager owner;
    private final List<NDArray> state = new ArrayList<>();
    private final NDArray tables;

    WeightQuantizer(Kernels kernels, BaseQuantization quantization, NDManager owner) {
        this.kernels = kernels;
        this.quantization = quantization;
        this.owner = owner;
        this.tables = owner.create(QuantizationTables.ofBase());
    }

    /** The weight as it stays in memory; where that is as codes, the weight itself is closed. */
    NDArray held(WeightLayout.Slot slot, NDArray weight) {
        if (quantization == BaseQuantization.NONE || !slot.projection()) {
            return weight;
        }
        try (NDManager step = owner.newSubManager()) {
            NDList made = quantization == BaseQuantization.NF4
                    ? kernels.call("quantize_nf4", step)
                            .tensor(weight)
                            .tensor(tables)
                            .run()
                    : kernels.call("quantize_int8", step).tensor(weight).run();
            made.attach(owner);
            weight.close();
            state.add(made.get(1));
            state.add(made.get(2));
            return made.get(0);
        }
    }

    /** What belongs to each projection's codes, in pairs, then the tables; nothing where nothing is quantised. */
    List<NDArray> state() {
        if (state.isEmpty()) {
            return List.of();
        }
        List<NDArray> all = new ArrayList<>(state);
        all.add(tables);
        return all;
    }
}
