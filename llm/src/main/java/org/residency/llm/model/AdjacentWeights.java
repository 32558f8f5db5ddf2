package org.residency.llm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.residency.llm.kernels.Kernels;

/** Lays query, key and value, and gate and up, one behind the other, so that one product can take them together. */
final class AdjacentWeights {
    private static final int FIRST_LAYER = 4;
    private static final int A_LAYER = 14;
    private static final int VALUE = 3;
    private static final int UP = 7;

    private AdjacentWeights() {}

    /** Does so as soon as a group's last weight has come: a whole model is never there twice. */
    static void join(Kernels kernels, NDManager owner, List<NDArray> weights) {
        int last = weights.size() - 1;
        if (last < FIRST_LAYER) {
            return;
        }
        int place = (last - FIRST_LAYER) % A_LAYER;
        int count = place == VALUE ? 3 : place == UP ? 2 : 0;
        if (count > 0) {
            List<NDArray> group = weights.subList(last + 1 - count, last + 1);
            try (NDManager step = owner.newSubManager()) {
                NDList views =
                        kernels.call("adjacent", step).list("parts", group).run();
                for (int i = 0; i < count; i++) {
                    group.get(i).close();
                    views.get(i).attach(owner);
                    group.set(i, views.get(i));
                }
            }
        }
    }
}
