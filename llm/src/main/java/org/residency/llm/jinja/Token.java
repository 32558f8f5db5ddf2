package org.residency.llm.jinja;

/** A piece of a template, with the line it begins in. */
record Token(Kind kind, String text, int line) {
    enum Kind {
        /** Text between tags, as it is written out. */
        DATA,
        BLOCK_BEGIN,
        BLOCK_END,
        VARIABLE_BEGIN,
        VARIABLE_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Kind wanted, String wantedText) {
        return kind == wanted && text.equals(wantedText);
    }
}
