package org.residency.llm.generation;

/** A way to take token steps of a batch. */
interface TokenSteps extends AutoCloseable {
    /** Most steps that are taken at once. */
    int mostAtOnce();

    /** Whether sequences that have ended are worth taking out of a batch of so many rows. */
    boolean worthDropping(int ended, int rows);

    /** Takes the steps asked for, or fewer; the cache's logits are then those after the last. */
    Taken take(KvCache cache, Asked asked);

    @Override
    void close();

    /** Steps to take: for each sequence [B] its next position, and whether it goes on only because its row is there. */
    final class Asked {
        private final int steps;
        private final long[] positions;
        private final boolean[] ended;
        private final double[] uniforms;

        /** @param uniforms a number in [0, 1) for each token [B, steps] */
        Asked(int steps, long[] positions, boolean[] ended, double[] uniforms) {
            this.steps = steps;
            this.positions = positions;
            this.ended = ended;
            this.uniforms = uniforms;
        }

        int steps() {
            return steps;
        }

        int rows() {
            return positions.length;
        }

        long[] positions() {
            return positions;
        }

        boolean[] ended() {
            return ended;
        }

        double[] uniforms() {
            return uniforms;
        }
    }

    /** Tokens and their log-probabilities [B, steps]. */
    final class Taken {
        private final int steps;
        private final long[] tokens;
        private final float[] logProbabilities;

        Taken(int steps, long[] tokens, float[] logProbabilities) {
            this.steps = steps;
            this.tokens = tokens;
            this.logProbabilities = logProbabilities;
        }

        int steps() {
            return steps;
        }

        long[] tokens() {
            return tokens;
        }

        float[] logProbabilities() {
            return logProbabilities;
        }
    }
}
