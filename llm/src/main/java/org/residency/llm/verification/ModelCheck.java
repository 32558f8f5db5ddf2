package org.residency.llm.verification;

import java.util.Objects;

/**
 * One thing that was looked at.
 *
 * @param detail what was found, in numbers where there are any
 */
public record ModelCheck(String name, boolean passed, String detail) {
    public ModelCheck {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(detail, "detail");
    }
}
