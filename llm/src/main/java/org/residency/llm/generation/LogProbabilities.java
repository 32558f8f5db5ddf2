package org.residency.llm.generation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The natural logarithm of each sampled token's probability; in JSON a plain array of numbers. */
public final class LogProbabilities {
    private final float[] values;

    private LogProbabilities(float[] values) {
        this.values = values;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static LogProbabilities of(float... values) {
        return new LogProbabilities(values.clone());
    }

    public int size() {
        return values.length;
    }

    public float get(int index) {
        return values[index];
    }

    @JsonValue
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogProbabilities that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "LogProbabilities[" + values.length + "]";
    }
}
