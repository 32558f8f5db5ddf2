package org.residency.serving.admin;

import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.residency.serving.Problem;
import org.residency.serving.ServingConfig;

/** Refuses requests without the token, before anything is read of them. */
@jakarta.ws.rs.ext.Provider
@AdminOnly
public class BearerTokenFilter implements ContainerRequestFilter {

    private static final String SCHEME = "Bearer ";

    // Filters are made while the application is built, when there is no configuration yet.
    private final Provider<ServingConfig> config;

    BearerTokenFilter(Provider<ServingConfig> config) {
        this.config = config;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<String> token = config.get().serving().token();
        if (token.isEmpty()) {
            refuse(request, "The admin endpoints are closed, for this process was given no RESIDENCY_SERVING_TOKEN");
        } else if (!isGiven(token.get(), request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
            refuse(
                    request,
                    "Authorization: found no or another token, expected 'Bearer ' and this process's"
                            + " RESIDENCY_SERVING_TOKEN");
        }
    }

    private static boolean isGiven(String token, String header) {
        // In constant time: how long a refusal takes must not tell how much of a guess was right.
        return header != null
                && header.startsWith(SCHEME)
                && MessageDigest.isEqual(bytes(header.substring(SCHEME.length()).strip()), bytes(token));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void refuse(ContainerRequestContext request, String reason) {
        request.abortWith(Response.status(Response.Status.UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem(reason, Map.of()))
                .build());
    }
}
