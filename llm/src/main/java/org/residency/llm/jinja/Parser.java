package org.residency.llm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.residency.llm.jinja.Token.Kind;

/** Reads the blocks of a template. */
final class Parser {
    private static final Expression ALWAYS = new Expression.Literal(true);

    private final Cursor cursor;
    private final ExpressionParser expressions;

    Parser(List<Token> tokens) {
        this.cursor = new Cursor(tokens);
        this.expressions = new ExpressionParser(cursor);
    }

    List<Statement> template() {
        List<Statement> statements = body(Set.of());
        if (cursor.peek().kind() != Kind.END) {
            throw cursor.wrong("the end of the template");
        }
        return statements;
    }

    /** Statements up to a block that begins with one of these names, which is not read. */
    private List<Statement> body(Set<String> ends) {
        cursor.descend();
        List<Statement> statements = new ArrayList<>();
        while (cursor.peek().kind() != Kind.END) {
            if (cursor.peek().kind() == Kind.BLOCK_BEGIN
                    && ends.contains(cursor.peekSecond().text())) {
                cursor.ascend();
                return statements;
            }
            statements.add(statement());
        }
        if (!ends.isEmpty()) {
            throw cursor.wrong("one of " + ends.stream().sorted().toList());
        }
        cursor.ascend();
        return statements;
    }

    private Statement statement() {
        Token token = cursor.next();
        return switch (token.kind()) {
            case DATA -> new Statement.Data(token.text());
            case VARIABLE_BEGIN -> {
                Expression value = expressions.tuple();
                cursor.expect(Kind.VARIABLE_END);
                yield new Statement.Output(value, token.line());
            }
            case BLOCK_BEGIN -> block(cursor.expect(Kind.NAME));
            default -> throw cursor.wrong("text or a tag");
        };
    }

    private Statement block(Token name) {
        return switch (name.text()) {
            case "if" -> conditional(name.line());
            case "for" -> loop(name.line());
            case "set" -> assignment(name.line());
            case "macro" -> macro();
            case "filter" -> filterBlock();
            case "with" -> with(name.line());
            // Marks what the assistant said, for training masks; its text is written as it is.
            case "generation" -> {
                cursor.expect(Kind.BLOCK_END);
                yield new Statement.Inner(ended(Set.of("endgeneration")));
            }
            case "break" -> jump(Statement.Flow.BREAK);
            case "continue" -> jump(Statement.Flow.CONTINUE);
            default ->
                throw new JinjaException("block '" + name.text() + "', which is not among for, if, set, macro, filter,"
                                + " with, generation, break, continue, raw")
                        .at(name.line());
        };
    }

    private Statement jump(Statement.Flow flow) {
        cursor.expect(Kind.BLOCK_END);
        return new Statement.Jump(flow);
    }

    /** A body and the block that ends it. */
    private List<Statement> ended(Set<String> ends) {
        List<Statement> body = body(ends);
        cursor.expect(Kind.BLOCK_BEGIN);
        cursor.expect(Kind.NAME);
        if (cursor.peek().kind() == Kind.NAME) {
            cursor.next();
        }
        cursor.expect(Kind.BLOCK_END);
        return body;
    }

    private Statement conditional(int line) {
        List<Expression> conditions = new ArrayList<>();
        List<List<Statement>> bodies = new ArrayList<>();
        conditions.add(expressions.tuple());
        while (true) {
            cursor.expect(Kind.BLOCK_END);
            bodies.add(body(Set.of("elif", "else", "endif")));
            cursor.expect(Kind.BLOCK_BEGIN);
            String next = cursor.next().text();
            if (next.equals("endif")) {
                cursor.expect(Kind.BLOCK_END);
                return new Statement.If(conditions, bodies, line);
            }
            conditions.add(next.equals("elif") ? expressions.tuple() : ALWAYS);
        }
    }

    private Statement loop(int line) {
        Statement.Target target = target();
        cursor.expectName("in");
        Expression items = expressions.or();
        Expression condition = cursor.skipName("if") ? expressions.expression() : ALWAYS;
        cursor.expect(Kind.BLOCK_END);
        List<Statement> body = body(Set.of("else", "endfor"));
        List<Statement> otherwise = List.of();
        cursor.expect(Kind.BLOCK_BEGIN);
        if (cursor.next().text().equals("else")) {
            cursor.expect(Kind.BLOCK_END);
            otherwise = ended(Set.of("endfor"));
        } else {
            cursor.expect(Kind.BLOCK_END);
        }
        return new Statement.For(target, items, condition, body, otherwise, line);
    }

    private Statement.Target target() {
        List<Statement.Target> targets = new ArrayList<>();
        boolean bracket = cursor.skipOperator("(");
        do {
            String name = cursor.expect(Kind.NAME).text();
            targets.add(
                    cursor.skipOperator(".")
                            ? new Statement.Target.Field(
                                    name, cursor.expect(Kind.NAME).text())
                            : new Statement.Target.Name(name));
        } while (cursor.skipOperator(","));
        if (bracket) {
            cursor.expectOperator(")");
        }
        return targets.size() == 1 ? targets.get(0) : new Statement.Target.Several(targets);
    }

    private Statement assignment(int line) {
        Statement.Target target = target();
        if (cursor.skipOperator("=")) {
            Expression value = expressions.tuple();
            cursor.expect(Kind.BLOCK_END);
            return new Statement.Set(target, value, line);
        }
        cursor.expect(Kind.BLOCK_END);
        return new Statement.Capture(target, ended(Set.of("endset")));
    }

    private Statement macro() {
        String name = cursor.expect(Kind.NAME).text();
        cursor.expectOperator("(");
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        while (!cursor.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                cursor.expectOperator(",");
            }
            parameters.add(cursor.expect(Kind.NAME).text());
            defaults.add(cursor.skipOperator("=") ? expressions.expression() : null);
        }
        cursor.expect(Kind.BLOCK_END);
        return new Statement.Macro(name, parameters, defaults, ended(Set.of("endmacro")));
    }

    private Statement filterBlock() {
        Token name = cursor.expect(Kind.NAME);
        Map<String, Expression> named = new LinkedHashMap<>();
        List<Expression> positional = cursor.skipOperator("(") ? expressions.arguments(named) : List.of();
        cursor.expect(Kind.BLOCK_END);
        return new Statement.FilterBlock(expressions.filter(name), positional, named, ended(Set.of("endfilter")));
    }

    private Statement with(int line) {
        List<Statement> statements = new ArrayList<>();
        while (cursor.peek().kind() != Kind.BLOCK_END) {
            if (!statements.isEmpty()) {
                cursor.expectOperator(",");
            }
            Statement.Target target =
                    new Statement.Target.Name(cursor.expect(Kind.NAME).text());
            cursor.expectOperator("=");
            statements.add(new Statement.Set(target, expressions.expression(), line));
        }
        cursor.expect(Kind.BLOCK_END);
        statements.addAll(ended(Set.of("endwith")));
        return new Statement.Inner(statements);
    }
}
