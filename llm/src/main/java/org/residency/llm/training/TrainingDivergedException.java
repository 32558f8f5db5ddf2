package org.residency.llm.training;

/** The loss or gradient is no longer a finite number. The same settings on the same data will do so again. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingDivergedException(int step, double loss, double gradientNorm) {
        super("step %d: loss %s, gradient norm %s; expected finite numbers; lower the learning rate or look at the data"
                .formatted(step, loss, gradientNorm));
    }
}
