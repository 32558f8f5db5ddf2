package org.residency.llm.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How rotary frequencies are stretched for contexts longer than the one trained on. Each kind is computed as Transformers
 * does, and named as {@code rope_scaling} in config.json names it.
 */
public sealed interface RotaryScaling {
    /** The angle a position adds, for each of headSize / 2 pairs of dimensions. */
    float[] frequencies(double base, int headSize);

    /** What cosine and sine are multiplied by. */
    default double magnitude() {
        return 1;
    }

    /** The longest sequence, of a model whose config.json gives {@code positions}. */
    default int contextLength(int positions) {
        return positions;
    }

    /** The other way: what config.json gives for a model of that context. */
    default int positions(int contextLength) {
        return contextLength;
    }

    /** Fields of {@code rope_scaling}; empty where there is none. */
    Map<String, Object> toJson();

    /** No scaling. */
    record None() implements RotaryScaling {
        @Override
        public float[] frequencies(double base, int headSize) {
            float[] frequencies = new float[headSize / 2];
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = 1f / (float) Math.pow(base, (float) (2 * i) / headSize);
            }
            return frequencies;
        }

        @Override
        public Map<String, Object> toJson() {
            return Map.of();
        }
    }

    /** All frequencies divided by a factor (position interpolation, Chen et al., arXiv 2306.15595). */
    record Linear(double factor) implements RotaryScaling {
        public Linear {
            requireFactor(factor);
        }

        @Override
        public float[] frequencies(double base, int headSize) {
            float[] frequencies = new None().frequencies(base, headSize);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= (float) factor;
            }
            return frequencies;
        }

        @Override
        public Map<String, Object> toJson() {
            return Map.of("rope_type", "linear", "factor", factor);
        }
    }

    /**
     * The base grows with the sequence beyond the trained context (dynamic NTK). The kernels do the growing; see
     * {@link RotaryEmbedding#table}.
     *
     * @param trainedContext {@code max_position_embeddings} of config.json; sequences may be {@code factor} times as long
     */
    record Dynamic(double factor, int trainedContext) implements RotaryScaling {
        public Dynamic {
            requireFactor(factor);
            requireContext(trainedContext);
        }

        @Override
        public float[] frequencies(double base, int headSize) {
            if (headSize < 4) {
                throw new IllegalArgumentException(
                        "head_dim is " + headSize + ", must be 4 or more for dynamic scaling");
            }
            return new None().frequencies(base, headSize);
        }

        @Override
        public int contextLength(int positions) {
            return stretched(factor, positions);
        }

        @Override
        public int positions(int contextLength) {
            return trainedContext;
        }

        @Override
        public Map<String, Object> toJson() {
            return Map.of("rope_type", "dynamic", "factor", factor);
        }
    }

    /** Llama 3.1's: long wavelengths divided by the factor, short ones kept, those between in proportion. */
    record Llama3(double factor, double lowFrequency, double highFrequency, int originalContext)
            implements RotaryScaling {
        public Llama3 {
            requireFactor(factor);
            requireContext(originalContext);
            if (!(lowFrequency > 0 && highFrequency > lowFrequency && highFrequency < 1e6)) {
                throw new IllegalArgumentException(
                        "rope scaling has low_freq_factor %s and high_freq_factor %s, must be above 0 and the second larger"
                                .formatted(lowFrequency, highFrequency));
            }
        }

        @Override
        public float[] frequencies(double base, int headSize) {
            float[] frequencies = new None().frequencies(base, headSize);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = stretch(frequencies[i]);
            }
            return frequencies;
        }

        private float stretch(float frequency) {
            double wavelength = 2 * Math.PI / frequency;
            if (wavelength < originalContext / highFrequency) {
                return frequency;
            }
            if (wavelength > originalContext / lowFrequency) {
                return (float) (frequency / factor);
            }
            double smooth = (originalContext / wavelength - lowFrequency) / (highFrequency - lowFrequency);
            return (float) ((1 - smooth) * frequency / factor + smooth * frequency);
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("rope_type", "llama3");
            json.put("factor", factor);
            json.put("low_freq_factor", lowFrequency);
            json.put("high_freq_factor", highFrequency);
            json.put("original_max_position_embeddings", originalContext);
            return json;
        }
    }

    /**
     * YaRN (Peng et al., arXiv 2309.00071): interpolation of long wavelengths with a ramp, and attention made sharper.
     *
     * @param magnitude the paper's sqrt(1/t)
     * @param fast rotations within the original context from which on a wavelength is kept
     * @param slow rotations up to which it is interpolated whole
     * @param truncate whether the ramp's ends are rounded outwards to whole dimensions
     */
    record Yarn(double factor, double magnitude, double fast, double slow, boolean truncate, int originalContext)
            implements RotaryScaling {
        public Yarn {
            requireFactor(factor);
            requireContext(originalContext);
            if (!(magnitude > 0 && magnitude < 1e3)) {
                throw new IllegalArgumentException(
                        "rope scaling has attention_factor " + magnitude + ", must be above 0 and below 1000");
            }
            if (!(slow > 0 && fast >= slow && fast < 1e6)) {
                throw new IllegalArgumentException(
                        "rope scaling has beta_fast %s and beta_slow %s, must be above 0 and the first not smaller"
                                .formatted(fast, slow));
            }
        }

        /** The paper's own numbers for a factor. */
        public static Yarn usual(double factor, int originalContext) {
            return new Yarn(factor, magnitude(factor, 1), 32, 1, true, originalContext);
        }

        /** The paper's recommendation, equation 22, with DeepSeek's multiplier. */
        static double magnitude(double factor, double multiplier) {
            return factor <= 1 ? 1 : 0.1 * multiplier * Math.log(factor) + 1;
        }

        @Override
        public float[] frequencies(double base, int headSize) {
            double low = dimension(fast, base, headSize);
            double high = dimension(slow, base, headSize);
            if (truncate) {
                low = Math.floor(low);
                high = Math.ceil(high);
            }
            low = Math.max(low, 0);
            high = Math.min(high, headSize - 1);
            if (low == high) {
                high += 0.001;
            }
            float[] frequencies = new float[headSize / 2];
            for (int i = 0; i < frequencies.length; i++) {
                float wavelength = (float) Math.pow(base, (float) (2 * i) / headSize);
                float ramp = Math.min(1, Math.max(0, (i - (float) low) / (float) (high - low)));
                float kept = 1 - ramp;
                frequencies[i] = 1f / ((float) factor * wavelength) * (1 - kept) + 1f / wavelength * kept;
            }
            return frequencies;
        }

        /** The pair of dimensions that turns so often within the original context. */
        private double dimension(double rotations, double base, int headSize) {
            return headSize * Math.log(originalContext / (rotations * 2 * Math.PI)) / (2 * Math.log(base));
        }

        @Override
        public int contextLength(int positions) {
            return Math.max(positions, stretched(factor, originalContext));
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("rope_type", "yarn");
            json.put("factor", factor);
            json.put("attention_factor", magnitude);
            json.put("beta_fast", fast);
            json.put("beta_slow", slow);
            json.put("truncate", truncate);
            json.put("original_max_position_embeddings", originalContext);
            return json;
        }
    }

    private static int stretched(double factor, int positions) {
        return (int) Math.min(Integer.MAX_VALUE, (long) (factor * positions));
    }

    private static void requireFactor(double factor) {
        if (!(factor >= 1 && factor <= 1e4)) {
            throw new IllegalArgumentException("rope scaling has factor " + factor + ", must be 1 to 10000");
        }
    }

    private static void requireContext(int positions) {
        if (positions < 1) {
            throw new IllegalArgumentException(
                    "rope scaling has an original context of " + positions + ", must be 1 or more");
        }
    }
}
