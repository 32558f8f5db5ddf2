package org.residency.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.residency.llm.folder.ModelFormatException;

/**
 * Rotary position embedding (Su et al., arXiv 2104.09864), with Llama 3.1's stretching of long wavelengths where given.
 *
 * @param base theta, above 1
 */
public record RotaryEmbedding(double base, Optional<Llama3Scaling> scaling) {
    /**
     * Llama 3.1's scaling.
     *
     * @param originalContext the context length before stretching
     */
    public record Llama3Scaling(double factor, double lowFrequency, double highFrequency, int originalContext) {
        public Llama3Scaling {
            if (!(factor >= 1 && lowFrequency > 0 && highFrequency > lowFrequency && originalContext > 0)) {
                throw new IllegalArgumentException(
                        "rope scaling has factor %s, low_freq_factor %s, high_freq_factor %s, original context %d"
                                .formatted(factor, lowFrequency, highFrequency, originalContext));
            }
        }
    }

    public RotaryEmbedding {
        if (!(base > 1)) {
            throw new IllegalArgumentException("rope_theta is " + base + ", must be above 1");
        }
    }

    public static RotaryEmbedding plain(double base) {
        return new RotaryEmbedding(base, Optional.empty());
    }

    /** Reads {@code rope_theta} and {@code rope_scaling}, or Transformers 5's {@code rope_parameters}. */
    static RotaryEmbedding read(Path file, JsonNode config) {
        JsonNode parameters =
                config.hasNonNull("rope_parameters") ? config.get("rope_parameters") : config.path("rope_scaling");
        double base =
                parameters.path("rope_theta").asDouble(config.path("rope_theta").asDouble(10_000));
        String type =
                parameters.path("rope_type").asText(parameters.path("type").asText("default"));
        return switch (type) {
            case "default" -> plain(base);
            case "llama3" ->
                new RotaryEmbedding(
                        base,
                        Optional.of(new Llama3Scaling(
                                parameters.path("factor").asDouble(0),
                                parameters.path("low_freq_factor").asDouble(0),
                                parameters.path("high_freq_factor").asDouble(0),
                                parameters
                                        .path("original_max_position_embeddings")
                                        .asInt(0))));
            default ->
                throw new ModelFormatException(
                        file,
                        "rope type " + type,
                        "one of [default, llama3]",
                        "use a model with a supported position embedding");
        };
    }

    void write(Map<String, Object> json) {
        json.put("rope_theta", base);
        scaling.ifPresent(llama3 -> {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("rope_type", "llama3");
            parameters.put("factor", llama3.factor());
            parameters.put("low_freq_factor", llama3.lowFrequency());
            parameters.put("high_freq_factor", llama3.highFrequency());
            parameters.put("original_max_position_embeddings", llama3.originalContext());
            json.put("rope_scaling", parameters);
        });
    }

    /** The angle a position adds, for each pair of dimensions: headSize / 2 numbers, computed in float32 as Transformers does. */
    float[] frequencies(int headSize) {
        float[] frequencies = new float[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float exponent = (float) (2 * i) / headSize;
            float frequency = 1f / (float) Math.pow(base, exponent);
            frequencies[i] = scaling.isPresent() ? stretch(frequency, scaling.get()) : frequency;
        }
        return frequencies;
    }

    private static float stretch(float frequency, Llama3Scaling scaling) {
        double wavelength = 2 * Math.PI / frequency;
        double longest = scaling.originalContext() / scaling.lowFrequency();
        double shortest = scaling.originalContext() / scaling.highFrequency();
        if (wavelength < shortest) {
            return frequency;
        }
        if (wavelength > longest) {
            return (float) (frequency / scaling.factor());
        }
        double smooth = (scaling.originalContext() / wavelength - scaling.lowFrequency())
                / (scaling.highFrequency() - scaling.lowFrequency());
        return (float) ((1 - smooth) * frequency / scaling.factor() + smooth * frequency);
    }
}
