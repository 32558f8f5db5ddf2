package org.residency.llm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** What stands in a template where a value is wanted. */
interface Expression {
    Object evaluate(Scope scope);

    record Literal(Object value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return value;
        }
    }

    record Name(String name) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return scope.get(name);
        }
    }

    record ListOf(List<Expression> items) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            List<Object> values = new ArrayList<>();
            items.forEach(item -> values.add(item.evaluate(scope)));
            return values;
        }
    }

    record MapOf(List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i).evaluate(scope), values.get(i).evaluate(scope));
            }
            return map;
        }
    }

    record And(Expression left, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object value = left.evaluate(scope);
            return PythonValue.isTrue(value) ? right.evaluate(scope) : value;
        }
    }

    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object value = left.evaluate(scope);
            return PythonValue.isTrue(value) ? value : right.evaluate(scope);
        }
    }

    record Not(Expression operand) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return !PythonValue.isTrue(operand.evaluate(scope));
        }
    }

    record Conditional(Expression condition, Expression yes, Expression no) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return PythonValue.isTrue(condition.evaluate(scope)) ? yes.evaluate(scope) : no.evaluate(scope);
        }
    }

    record Operation(Expression left, Expression right, BinaryOperator<Object> operator) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return operator.apply(left.evaluate(scope), right.evaluate(scope));
        }
    }

    record Negation(Expression operand) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Arithmetic.subtract(0L, operand.evaluate(scope));
        }
    }

    /** {@code a < b <= c}: each pair is held against the other, from the left, until one fails. */
    record Comparison(Expression first, List<BinaryOperator<Object>> operators, List<Expression> others)
            implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object left = first.evaluate(scope);
            for (int i = 0; i < others.size(); i++) {
                Object right = others.get(i).evaluate(scope);
                if (!PythonValue.isTrue(operators.get(i).apply(left, right))) {
                    return false;
                }
                left = right;
            }
            return true;
        }
    }

    /** {@code value.name}: as Jinja2, an attribute before a key. */
    record Attribute(Expression value, String name) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Access.attribute(value.evaluate(scope), name);
        }
    }

    /** {@code value[key]}: a key before an attribute. */
    record Item(Expression value, Expression key) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Access.item(value.evaluate(scope), key.evaluate(scope));
        }
    }

    record Slice(Expression value, Expression from, Expression to, Expression step) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return Access.slice(value.evaluate(scope), from.evaluate(scope), to.evaluate(scope), step.evaluate(scope));
        }
    }

    record Call(Expression function, List<Expression> positional, Map<String, Expression> named) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            Object target = function.evaluate(scope);
            if (target instanceof Callable callable) {
                return callable.call(arguments(scope, positional, named));
            }
            throw new JinjaException("a call of " + PythonValue.kind(target));
        }
    }

    /** {@code value | filter(...)}. */
    record Filtered(Expression value, Filter filter, List<Expression> positional, Map<String, Expression> named)
            implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return filter.apply(value.evaluate(scope), arguments(scope, positional, named));
        }
    }

    /** {@code value is test(...)}. */
    record Tested(Expression value, Test test, List<Expression> positional, boolean negated) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return negated != test.holds(value.evaluate(scope), arguments(scope, positional, Map.of()));
        }
    }

    static Arguments arguments(Scope scope, List<Expression> positional, Map<String, Expression> named) {
        List<Object> values = new ArrayList<>();
        positional.forEach(argument -> values.add(argument.evaluate(scope)));
        Map<String, Object> byName = new LinkedHashMap<>();
        named.forEach((name, argument) -> byName.put(name, argument.evaluate(scope)));
        return new Arguments(values, byName);
    }
}
