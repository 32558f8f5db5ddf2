package org.residency.llm.grpo;

import java.util.function.UnaryOperator;

/** Solves A x = b for a symmetric positive A that is known by its products alone (Hestenes and Stiefel, 1952). */
final class ConjugateGradient {
    /** A residual this small a share of b is as good as none in float32. */
    private static final double SOLVED = 1e-10;

    private ConjugateGradient() {}

    /**
     * @param product A times a vector, a vector of its own
     * @param steps at most
     * @return x, the caller's to close
     */
    static AdapterVector solve(UnaryOperator<AdapterVector> product, AdapterVector b, int steps) {
        AdapterVector x = b.copy();
        x.clear();
        try (AdapterVector residual = b.copy();
                AdapterVector direction = b.copy()) {
            double square = residual.dot(residual);
            double enough = square * SOLVED;
            for (int step = 0; step < steps && square > enough; step++) {
                try (AdapterVector image = product.apply(direction)) {
                    double length = square / direction.dot(image);
                    x.add(length, direction);
                    residual.add(-length, image);
                }
                double next = residual.dot(residual);
                direction.scale(next / square);
                direction.add(1, residual);
                square = next;
            }
        }
        return x;
    }
}
