package org.residency.serving.admin;

import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ServedSettings;
import org.residency.serving.InvalidRequestException;

/**
 * A model to load beside the one in service.
 *
 * @param model the merged model's folder
 * @param manifest head of the chain that ends in its sign-off
 * @param settings how it decodes
 */
public record Candidate(ArtifactRef model, ArtifactRef manifest, ServedSettings settings) {

    static Candidate complete(Candidate request) {
        require("model", request == null ? null : request.model());
        require("manifest", request.manifest());
        require("settings", request.settings());
        return request;
    }

    private static void require(String field, Object value) {
        if (value == null) {
            throw new InvalidRequestException(field, "found nothing, expected a value; see /q/openapi");
        }
    }
}
