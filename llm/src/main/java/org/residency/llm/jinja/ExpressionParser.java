package org.residency.llm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.residency.llm.jinja.Token.Kind;

/** Reads expressions with Jinja2's precedence, from the loosest to the tightest. */
final class ExpressionParser {
    private static final Expression NONE = new Expression.Literal(null);
    private static final Map<String, BinaryOperator<Object>> COMPARISONS = Map.of(
            "==", PythonValue::equal,
            "!=", (left, right) -> !PythonValue.equal(left, right),
            "<", (left, right) -> PythonValue.compare(left, right) < 0,
            ">", (left, right) -> PythonValue.compare(left, right) > 0,
            "<=", (left, right) -> PythonValue.compare(left, right) <= 0,
            ">=", (left, right) -> PythonValue.compare(left, right) >= 0);
    private static final Map<String, BinaryOperator<Object>> SUMS =
            Map.of("+", Arithmetic::add, "-", Arithmetic::subtract);
    private static final Map<String, BinaryOperator<Object>> JOINS = Map.of("~", Arithmetic::join);
    private static final Map<String, BinaryOperator<Object>> PRODUCTS = Map.of(
            "*", Arithmetic::multiply,
            "/", Arithmetic::divide,
            "//", Arithmetic::floorDivide,
            "%", Arithmetic::remainder);
    private static final List<String> AFTER_TEST = List.of("else", "or", "and", "is", "if", "not");

    private final Cursor cursor;

    ExpressionParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** An expression, or several with commas between, which are a list. */
    Expression tuple() {
        Expression first = expression();
        if (!cursor.isOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (cursor.skipOperator(",")) {
            if (cursor.peek().kind() == Kind.BLOCK_END || cursor.isOperator(")")) {
                break;
            }
            items.add(expression());
        }
        return new Expression.ListOf(items);
    }

    Expression expression() {
        cursor.descend();
        Expression value = or();
        while (cursor.skipName("if")) {
            Expression condition = or();
            Expression no = cursor.skipName("else") ? expression() : new Expression.Literal(Undefined.UNDEFINED);
            value = new Expression.Conditional(condition, value, no);
        }
        cursor.ascend();
        return value;
    }

    /** Without {@code if}: what a loop goes over. */
    Expression or() {
        Expression left = and();
        while (cursor.skipName("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (cursor.skipName("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        if (!cursor.skipName("not")) {
            return comparison();
        }
        cursor.descend();
        Expression operand = not();
        cursor.ascend();
        return new Expression.Not(operand);
    }

    private Expression comparison() {
        Expression first = sum();
        List<BinaryOperator<Object>> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        while (true) {
            BinaryOperator<Object> operator = cursor.peek().kind() == Kind.OPERATOR
                    ? COMPARISONS.get(cursor.peek().text())
                    : null;
            if (operator != null) {
                cursor.next();
                operators.add(operator);
            } else if (cursor.skipName("in")) {
                operators.add((part, whole) -> PythonValue.contains(whole, part));
            } else if (cursor.isName("not") && cursor.peekSecond().is(Kind.NAME, "in")) {
                cursor.next();
                cursor.next();
                operators.add((part, whole) -> !PythonValue.contains(whole, part));
            } else {
                return operators.isEmpty() ? first : new Expression.Comparison(first, operators, others);
            }
            others.add(sum());
        }
    }

    private Expression sum() {
        return chain(SUMS, () -> chain(JOINS, () -> chain(PRODUCTS, this::power)));
    }

    private Expression chain(Map<String, BinaryOperator<Object>> operators, Supplier<Expression> operand) {
        Expression left = operand.get();
        while (cursor.peek().kind() == Kind.OPERATOR
                && operators.containsKey(cursor.peek().text())) {
            BinaryOperator<Object> operator = operators.get(cursor.next().text());
            left = new Expression.Operation(left, operand.get(), operator);
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (cursor.skipOperator("**")) {
            left = new Expression.Operation(left, unary(true), Arithmetic::power);
        }
        return left;
    }

    private Expression unary(boolean withFilters) {
        cursor.descend();
        Expression value;
        if (cursor.skipOperator("-")) {
            value = new Expression.Negation(unary(false));
        } else if (cursor.skipOperator("+")) {
            value = unary(false);
        } else {
            value = postfix(primary());
        }
        cursor.ascend();
        return withFilters ? filters(value) : value;
    }

    private Expression primary() {
        Token token = cursor.next();
        return switch (token.kind()) {
            case NAME -> name(token.text());
            case STRING -> string(token);
            case INTEGER -> integer(token);
            case FLOAT -> new Expression.Literal(Double.parseDouble(token.text()));
            case OPERATOR -> bracket(token);
            default -> throw withoutValue(token);
        };
    }

    private Expression string(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (cursor.peek().kind() == Kind.STRING) {
            text.append(cursor.next().text());
        }
        return new Expression.Literal(text.toString());
    }

    private static Expression integer(Token token) {
        try {
            return new Expression.Literal(Long.parseLong(token.text()));
        } catch (NumberFormatException e) {
            throw new JinjaException("a whole number beyond 64 bits").at(token.line());
        }
    }

    private Expression bracket(Token token) {
        return switch (token.text()) {
            case "(" -> parenthesis();
            case "[" -> new Expression.ListOf(until("]"));
            case "{" -> map();
            default -> throw withoutValue(token);
        };
    }

    private static JinjaException withoutValue(Token token) {
        return new JinjaException("a tag without a value where one is expected").at(token.line());
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Literal(true);
            case "false", "False" -> new Expression.Literal(false);
            case "none", "None" -> NONE;
            default -> new Expression.Name(name);
        };
    }

    private Expression parenthesis() {
        if (cursor.skipOperator(")")) {
            return new Expression.ListOf(List.of());
        }
        Expression value = tuple();
        cursor.expectOperator(")");
        return value;
    }

    private List<Expression> until(String end) {
        List<Expression> items = new ArrayList<>();
        while (!cursor.skipOperator(end)) {
            if (!items.isEmpty()) {
                cursor.expectOperator(",");
                if (cursor.skipOperator(end)) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private Expression map() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!cursor.skipOperator("}")) {
            if (!keys.isEmpty()) {
                cursor.expectOperator(",");
                if (cursor.skipOperator("}")) {
                    break;
                }
            }
            keys.add(expression());
            cursor.expectOperator(":");
            values.add(expression());
        }
        return new Expression.MapOf(keys, values);
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            if (cursor.skipOperator(".")) {
                Token name = cursor.next();
                value = name.kind() == Kind.INTEGER
                        ? new Expression.Item(value, integer(name))
                        : new Expression.Attribute(value, name.text());
            } else if (cursor.skipOperator("[")) {
                value = subscript(value);
            } else if (cursor.skipOperator("(")) {
                Map<String, Expression> named = new LinkedHashMap<>();
                List<Expression> positional = arguments(named);
                value = new Expression.Call(value, positional, named);
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression value) {
        Expression from = cursor.isOperator(":") ? NONE : expression();
        if (cursor.skipOperator("]")) {
            return new Expression.Item(value, from);
        }
        cursor.expectOperator(":");
        Expression to = cursor.isOperator(":") || cursor.isOperator("]") ? NONE : expression();
        Expression step = cursor.skipOperator(":") && !cursor.isOperator("]") ? expression() : NONE;
        cursor.expectOperator("]");
        return new Expression.Slice(value, from, to, step);
    }

    /** What stands in a call's brackets, the opening one read already. */
    List<Expression> arguments(Map<String, Expression> named) {
        List<Expression> positional = new ArrayList<>();
        while (!cursor.skipOperator(")")) {
            if (!positional.isEmpty() || !named.isEmpty()) {
                cursor.expectOperator(",");
                if (cursor.skipOperator(")")) {
                    break;
                }
            }
            if (cursor.peek().kind() == Kind.NAME && cursor.peekSecond().is(Kind.OPERATOR, "=")) {
                String name = cursor.next().text();
                cursor.next();
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
        }
        return positional;
    }

    private Expression filters(Expression start) {
        Expression value = start;
        while (true) {
            if (cursor.skipOperator("|")) {
                Token name = cursor.expect(Kind.NAME);
                Map<String, Expression> named = new LinkedHashMap<>();
                List<Expression> positional = cursor.skipOperator("(") ? arguments(named) : List.of();
                value = new Expression.Filtered(value, filter(name), positional, named);
            } else if (cursor.skipName("is")) {
                value = test(value);
            } else {
                return value;
            }
        }
    }

    Filter filter(Token name) {
        try {
            return Filters.named(name.text());
        } catch (JinjaException e) {
            throw e.at(name.line());
        }
    }

    private Expression test(Expression value) {
        boolean negated = cursor.skipName("not");
        Token name = cursor.expect(Kind.NAME);
        List<Expression> positional = List.of();
        if (cursor.skipOperator("(")) {
            positional = arguments(new LinkedHashMap<>());
        } else if (takesArgument()) {
            positional = List.of(postfix(primary()));
        }
        try {
            return new Expression.Tested(value, Tests.named(name.text()), positional, negated);
        } catch (JinjaException e) {
            throw e.at(name.line());
        }
    }

    private boolean takesArgument() {
        Token token = cursor.peek();
        return switch (token.kind()) {
            case NAME -> !AFTER_TEST.contains(token.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            default -> false;
        };
    }
}
