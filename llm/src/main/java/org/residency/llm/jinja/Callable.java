package org.residency.llm.jinja;

/** A function, macro or method in a template. */
@FunctionalInterface
interface Callable {
    Object call(Arguments arguments);
}
