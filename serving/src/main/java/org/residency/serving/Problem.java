package org.residency.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * Why a request was not answered.
 *
 * @param error one sentence: field, found, expected, what to do
 * @param fields each field at fault and what is wrong with it
 */
public record Problem(
        String error,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> fields) {

    public Problem {
        fields = Map.copyOf(fields);
    }
}
