package org.residency.llm.lora;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.llm.model.ModelConfig;

/** One of an adapter's tensors: which part of which projection of which layer. */
record AdapterTensor(int layer, Projection projection, Part part) {
    private static final String PREFIX = "base_model.model.model.layers.";

    /** What a projection's adapter is made of, by its name in PEFT's files. */
    enum Part {
        A("lora_A.weight"),
        B("lora_B.weight"),
        /** DoRA's alone. */
        MAGNITUDE("lora_magnitude_vector");

        private final String suffix;

        Part(String suffix) {
            this.suffix = suffix;
        }

        /** The name of a module's part. */
        String of(String module) {
            return module + "." + suffix;
        }

        /** The module that a tensor of such a name is part of. */
        static Optional<String> moduleOf(String name) {
            for (Part part : values()) {
                if (name.endsWith("." + part.suffix)) {
                    return Optional.of(name.substring(0, name.length() - part.suffix.length() - 1));
                }
            }
            return Optional.empty();
        }
    }

    /** All that such an adapter may have, in the order of {@code Adaptation.tensors}. */
    static List<AdapterTensor> all(int layers, boolean dora) {
        List<AdapterTensor> all = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            for (Projection projection : Projection.values()) {
                all.add(new AdapterTensor(layer, projection, Part.A));
                all.add(new AdapterTensor(layer, projection, Part.B));
            }
        }
        for (int layer = 0; dora && layer < layers; layer++) {
            for (Projection projection : Projection.values()) {
                all.add(new AdapterTensor(layer, projection, Part.MAGNITUDE));
            }
        }
        return all;
    }

    /** As PEFT's file has it. */
    String name() {
        return part.of(PREFIX + layer + "." + projection.path());
    }

    Shape shape(ModelConfig config, int rank) {
        return switch (part) {
            case A -> new Shape(rank, projection.inputs(config));
            case B -> new Shape(projection.outputs(config), rank);
            case MAGNITUDE -> new Shape(projection.outputs(config));
        };
    }
}
