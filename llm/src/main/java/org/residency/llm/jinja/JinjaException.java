package org.residency.llm.jinja;

/** A template that does not parse or render. Messages name the line and kinds of values, never the values. */
public final class JinjaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JinjaException(String message) {
        super(message);
    }

    JinjaException at(int line) {
        return getMessage().startsWith("line ") ? this : new JinjaException("line " + line + ": " + getMessage());
    }
}
