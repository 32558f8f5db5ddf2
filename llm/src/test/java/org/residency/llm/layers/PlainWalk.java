package org.residency.llm.layers;

import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;

/** A walk by the library's operators alone, which any device and type can take. */
public final class PlainWalk {
    private PlainWalk() {}

    public static TokenPass pass(Transformer model, LoraAdapter adapter, GradientMethod method) {
        return new TokenPass(model, adapter, method, Optional.of(of(model, adapter, method.checkpointing())));
    }

    static LayerWalk of(Transformer model, LoraAdapter adapter, boolean checkpointing) {
        LayerArithmetic library =
                new LibraryArithmetic(model.kernels(), model.config().normEpsilon());
        return new LayerWalk(model, adapter, library, false, checkpointing);
    }
}
