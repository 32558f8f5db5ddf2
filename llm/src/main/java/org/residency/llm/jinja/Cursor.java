package org.residency.llm.jinja;

import java.util.List;
import org.residency.llm.jinja.Token.Kind;

/** A place among tokens. */
final class Cursor {
    private static final int MOST_DEPTH = 200;

    private final List<Token> tokens;
    private int at;
    private int depth;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    boolean isOperator(String text) {
        return peek().is(Kind.OPERATOR, text);
    }

    boolean isName(String text) {
        return peek().is(Kind.NAME, text);
    }

    boolean skipOperator(String text) {
        boolean found = isOperator(text);
        if (found) {
            at++;
        }
        return found;
    }

    boolean skipName(String text) {
        boolean found = isName(text);
        if (found) {
            at++;
        }
        return found;
    }

    void expectOperator(String text) {
        if (!skipOperator(text)) {
            throw wrong("'" + text + "'");
        }
    }

    void expectName(String text) {
        if (!skipName(text)) {
            throw wrong("'" + text + "'");
        }
    }

    Token expect(Kind kind) {
        if (peek().kind() != kind) {
            throw wrong("a " + kind);
        }
        return next();
    }

    JinjaException wrong(String expected) {
        Token token = peek();
        boolean shown = token.kind() == Kind.NAME || token.kind() == Kind.OPERATOR;
        return new JinjaException("%s where %s is expected"
                        .formatted(shown ? "'" + token.text() + "'" : "a " + token.kind(), expected))
                .at(token.line());
    }

    /** Guards the stack of a parser that calls itself. */
    void descend() {
        if (++depth > MOST_DEPTH) {
            throw new JinjaException("more than " + MOST_DEPTH + " brackets or blocks in one another")
                    .at(peek().line());
        }
    }

    void ascend() {
        depth--;
    }
}
