package org.residency.api;

/** The body of a request. */
final class Body {

    private Body() {}

    /** Refuses a request without one. */
    static <T> T required(T body) {
        if (body == null) {
            throw Refusal.badRequest("body: found nothing, expected JSON; GET /q/openapi describes it");
        }
        return body;
    }
}
