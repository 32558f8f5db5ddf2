package org.residency.serving;

/** A request that cannot be answered as it is. The message says what is wrong with which field, and never quotes it. */
public final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    /**
     * A fault of one field.
     *
     * @param problem what was found, what was expected, what to do
     */
    public InvalidRequestException(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
        this.problem = problem;
    }

    public String field() {
        return field;
    }

    public String problem() {
        return problem;
    }
}
