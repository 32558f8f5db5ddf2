package org.residency.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFormatException;

/**
 * Rotary position embedding (Su et al., arXiv 2104.09864).
 *
 * @param base theta, above 1
 */
public record RotaryEmbedding(double base, RotaryScaling scaling) {
    public RotaryEmbedding {
        Objects.requireNonNull(scaling, "scaling");
        if (!(base > 1 && base <= 1e15)) {
            throw new IllegalArgumentException("rope_theta is " + base + ", must be above 1 and at most 1e15");
        }
    }

    public static RotaryEmbedding plain(double base) {
        return new RotaryEmbedding(base, new RotaryScaling.None());
    }

    /** Reads {@code rope_theta} and {@code rope_scaling}, or Transformers 5's {@code rope_parameters}. */
    static RotaryEmbedding read(Path file, JsonNode config, int positions) {
        String field = config.hasNonNull("rope_parameters") ? "rope_parameters" : "rope_scaling";
        JsonNode parameters = config.path(field);
        if (config.hasNonNull(field) && !parameters.isObject()) {
            throw new ModelFormatException(
                    file, field + " " + parameters, "an object or null", "copy config.json again from its source");
        }
        double base =
                JsonFile.number(file, parameters, "rope_theta", JsonFile.number(file, config, "rope_theta", 10_000));
        for (JsonNode holder : new JsonNode[] {config, parameters}) {
            if (JsonFile.number(file, holder, "partial_rotary_factor", 1) != 1) {
                throw new ModelFormatException(
                        file,
                        "partial_rotary_factor " + holder.get("partial_rotary_factor"),
                        "1: all dimensions turned",
                        "use a model with a supported position embedding");
            }
        }
        return new RotaryEmbedding(base, scaling(file, config, parameters, positions));
    }

    private static RotaryScaling scaling(Path file, JsonNode config, JsonNode parameters, int positions) {
        String type =
                parameters.path("rope_type").asText(parameters.path("type").asText("default"));
        return switch (type) {
            case "default" -> new RotaryScaling.None();
            case "linear" -> new RotaryScaling.Linear(JsonFile.number(file, parameters, "factor", 0));
            case "dynamic" -> new RotaryScaling.Dynamic(JsonFile.number(file, parameters, "factor", 0), positions);
            case "llama3" ->
                new RotaryScaling.Llama3(
                        JsonFile.number(file, parameters, "factor", 0),
                        JsonFile.number(file, parameters, "low_freq_factor", 0),
                        JsonFile.number(file, parameters, "high_freq_factor", 0),
                        JsonFile.integer(file, parameters, "original_max_position_embeddings"));
            case "yarn" -> yarn(file, config, parameters, positions);
            default ->
                throw new ModelFormatException(
                        file,
                        "rope type " + type,
                        "one of [default, linear, dynamic, llama3, yarn]",
                        "use a model with a supported position embedding");
        };
    }

    /** What is left out is set as Transformers sets it. */
    private static RotaryScaling.Yarn yarn(Path file, JsonNode config, JsonNode parameters, int positions) {
        String originalField = "original_max_position_embeddings";
        JsonNode holder = config.hasNonNull(originalField) ? config : parameters;
        int original = holder.hasNonNull(originalField) ? JsonFile.integer(file, holder, originalField) : positions;
        double factor = JsonFile.number(file, parameters, "factor", (double) positions / Math.max(1, original));
        double multiplier = JsonFile.number(file, parameters, "mscale", 0);
        double divisor = JsonFile.number(file, parameters, "mscale_all_dim", 0);
        double magnitude = multiplier != 0 && divisor != 0
                ? RotaryScaling.Yarn.magnitude(factor, multiplier) / RotaryScaling.Yarn.magnitude(factor, divisor)
                : RotaryScaling.Yarn.magnitude(factor, 1);
        return new RotaryScaling.Yarn(
                factor,
                JsonFile.number(file, parameters, "attention_factor", magnitude),
                JsonFile.number(file, parameters, "beta_fast", 32),
                JsonFile.number(file, parameters, "beta_slow", 1),
                parameters.path("truncate").asBoolean(true),
                original);
    }

    void write(Map<String, Object> json) {
        json.put("rope_theta", base);
        if (!scaling.toJson().isEmpty()) {
            json.put("rope_scaling", scaling.toJson());
        }
    }

    /**
     * What the kernels turn by, in rows of headSize / 2: the angle a position adds; what cosine and sine are multiplied by.
     * With dynamic scaling three more, of which the kernels make each sequence's own frequencies: the exponent of the
     * stretch (negative), the factor, and the factor for one position of the trained context.
     */
    float[][] table(int headSize) {
        float[] frequencies = scaling.frequencies(base, headSize);
        float[] magnitudes = filled(headSize, scaling.magnitude());
        if (scaling instanceof RotaryScaling.Dynamic dynamic) {
            float[] exponents = new float[headSize / 2];
            for (int i = 0; i < exponents.length; i++) {
                exponents[i] = (float) (-2.0 * i / (headSize - 2));
            }
            return new float[][] {
                frequencies,
                magnitudes,
                exponents,
                filled(headSize, dynamic.factor()),
                filled(headSize, dynamic.factor() / dynamic.trainedContext())
            };
        }
        return new float[][] {frequencies, magnitudes};
    }

    private static float[] filled(int headSize, double value) {
        float[] values = new float[headSize / 2];
        Arrays.fill(values, (float) value);
        return values;
    }
}
