package org.residency.llm.jinja;

/** What stands behind a {@code |}. */
@FunctionalInterface
interface Filter {
    Object apply(Object value, Arguments arguments);
}
