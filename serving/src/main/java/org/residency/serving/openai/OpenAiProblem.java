package org.residency.serving.openai;

import java.util.Optional;
import java.util.Set;

/** Why a request was not answered, in OpenAI's form. */
public record OpenAiProblem(Detail error) {

    /**
     * What is wrong.
     *
     * @param type {@code invalid_request_error} where the request is at fault, else {@code server_error}
     * @param param the field at fault, where one is
     */
    public record Detail(String message, String type, Optional<String> param, Optional<String> code) {}

    /** A problem of that HTTP status. */
    public static OpenAiProblem of(int status, String message, Set<String> fields) {
        String type = status < 500 ? "invalid_request_error" : "server_error";
        return new OpenAiProblem(new Detail(message, type, fields.stream().findFirst(), Optional.empty()));
    }
}
