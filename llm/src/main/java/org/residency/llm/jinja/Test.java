package org.residency.llm.jinja;

/** What stands behind an {@code is}. */
@FunctionalInterface
interface Test {
    boolean holds(Object value, Arguments arguments);
}
