package org.residency.llm.tokenizer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;

/** An immutable sequence of token ids; in JSON a plain array of numbers. */
public final class TokenIds {
    private final int[] ids;

    private TokenIds(int[] ids) {
        for (int id : ids) {
            if (id < 0) {
                throw new IllegalArgumentException("token id is " + id + ", must be 0 or more");
            }
        }
        this.ids = ids;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TokenIds of(int... ids) {
        return new TokenIds(ids.clone());
    }

    public static TokenIds of(List<Integer> ids) {
        return new TokenIds(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    public int size() {
        return ids.length;
    }

    public boolean isEmpty() {
        return ids.length == 0;
    }

    public int get(int index) {
        return ids[index];
    }

    public TokenIds slice(int from, int to) {
        return new TokenIds(Arrays.copyOfRange(ids, from, to));
    }

    public TokenIds then(TokenIds next) {
        int[] joined = Arrays.copyOf(ids, ids.length + next.ids.length);
        System.arraycopy(next.ids, 0, joined, ids.length, next.ids.length);
        return new TokenIds(joined);
    }

    @JsonValue
    public int[] toArray() {
        return ids.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenIds that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    /** The count alone: ids are text that may be a patient's. */
    @Override
    public String toString() {
        return "TokenIds[" + ids.length + "]";
    }
}
