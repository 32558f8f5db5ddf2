package org.residency.llm.jinja;

/** What a name or field that is not there stands for: false, empty, and nothing more may be asked of it. */
enum Undefined {
    UNDEFINED
}
