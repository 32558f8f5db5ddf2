package org.residency.llm.gguf;

/**
 * The scale and minimum (both 0 or more) by which {@code x = scale q - minimum}, q from 0 to a most, comes nearest to some
 * values. Large values count more, since an error in them changes a product more. Several roundings are tried; to each the
 * best scale and minimum are those of weighted least squares.
 */
record AffineFit(float scale, float minimum) {
    private static final int TRIALS = 20;

    static AffineFit of(float[] values, int from, int count, int most) {
        // A block without a negative value has nothing below 0 to reach.
        float least = 0;
        float largest = values[from];
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            least = Math.min(least, values[i]);
            largest = Math.max(largest, values[i]);
            squares += (double) values[i] * values[i];
        }
        if (largest <= least) {
            return new AffineFit(0, 0 - least);
        }
        float typical = (float) Math.sqrt(squares / count);
        AffineFit best = new AffineFit((largest - least) / most, 0 - least);
        double smallest = best.error(values, from, count, most, typical);
        for (int trial = 0; trial <= TRIALS; trial++) {
            float inverse = (most - 1 + 0.1f * trial) / (largest - least);
            AffineFit fit = refit(values, from, count, most, typical, least, inverse);
            double error = fit.error(values, from, count, most, typical);
            if (error < smallest) {
                smallest = error;
                best = fit;
            }
        }
        return best;
    }

    private static AffineFit refit(
            float[] values, int from, int count, int most, float typical, float least, float inverse) {
        double weights = 0;
        double byValue = 0;
        double byLevel = 0;
        double byLevels = 0;
        double byBoth = 0;
        for (int i = from; i < from + count; i++) {
            float x = values[i];
            int q = Math.max(0, Math.min(most, Math.round((x - least) * inverse)));
            double w = typical + Math.abs(x);
            weights += w;
            byValue += w * x;
            byLevel += w * q;
            byLevels += w * q * q;
            byBoth += w * q * x;
        }
        double determinant = weights * byLevels - byLevel * byLevel;
        if (determinant <= 0) {
            return new AffineFit(0, 0 - least);
        }
        double scale = (weights * byBoth - byLevel * byValue) / determinant;
        double offset = (byLevels * byValue - byLevel * byBoth) / determinant;
        if (offset > 0) {
            // The format subtracts the minimum, so the best that is left goes through 0.
            return new AffineFit((float) Math.max(0, byBoth / byLevels), 0);
        }
        return new AffineFit((float) Math.max(0, scale), (float) -offset);
    }

    private double error(float[] values, int from, int count, int most, float typical) {
        if (scale == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            int q = Math.max(0, Math.min(most, Math.round((values[i] + minimum) / scale)));
            double apart = scale * q - minimum - values[i];
            sum += (typical + Math.abs(values[i])) * apart * apart;
        }
        return sum;
    }
}
