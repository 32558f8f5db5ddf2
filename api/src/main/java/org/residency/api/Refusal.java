package org.residency.api;

import jakarta.ws.rs.core.Response.Status;

/** A request that is answered with a no and its reason: what was found, what was expected, what to do. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status status;

    private Refusal(Status status, String message) {
        super(message);
        this.status = status;
    }

    /** The request is not what it must be. */
    static Refusal badRequest(String message) {
        return new Refusal(Status.BAD_REQUEST, message);
    }

    /** There is no such thing. */
    static Refusal notFound(String message) {
        return new Refusal(Status.NOT_FOUND, message);
    }

    /** The thing is there, but in no state for this. */
    static Refusal conflict(String message) {
        return new Refusal(Status.CONFLICT, message);
    }

    /** Another process does not answer; trying again later may do. */
    static Refusal unavailable(String message) {
        return new Refusal(Status.SERVICE_UNAVAILABLE, message);
    }

    Status status() {
        return status;
    }
}
