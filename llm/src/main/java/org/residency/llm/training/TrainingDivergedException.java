package org.residency.llm.training;

/** The loss or gradient is no longer a finite number. The same settings on the same data will do so again. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingDivergedException(int step, double loss, double gradientNorm) {
        this(step, loss, gradientNorm, 0);
    }

    /** @param setbacks how often the training had gone back to its last good step before */
    public TrainingDivergedException(int step, double loss, double gradientNorm, int setbacks) {
        super("step %d: loss %s, gradient norm %s; expected finite numbers; lower the learning rate or look at the data"
                        .formatted(step, loss, gradientNorm)
                + (setbacks == 0 ? "" : "; it had gone back to its last good step " + setbacks + " times"));
    }
}
