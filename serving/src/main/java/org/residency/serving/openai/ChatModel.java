package org.residency.serving.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The one model that is offered, in OpenAI's form. */
final class ChatModel {

    /** The name under which clients ask; which weights answer, the deployment says. */
    static final String NAME = "residency";

    private ChatModel() {}

    /** The list of models. */
    record Listing(String object, List<Entry> data) {}

    /**
     * One model.
     *
     * @param created the deployment's number stands in for a date: OpenAI's clients want a number that grows
     * @param sha256 of the weights
     */
    record Entry(
            String id,
            String object,
            int created,
            @JsonProperty("owned_by") String ownedBy,
            int deployment,
            String sha256) {}
}
