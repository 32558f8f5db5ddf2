package org.residency.llm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands between the tags of a template, and the tags themselves. */
interface Statement {
    Flow render(Scope scope, StringBuilder output);

    /** Whether a loop goes on. */
    enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    static Flow all(List<Statement> statements, Scope scope, StringBuilder output) {
        for (Statement statement : statements) {
            scope.step(output.length());
            Flow flow = statement.render(scope, output);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    record Data(String text) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            output.append(text);
            return Flow.ON;
        }
    }

    /** {@code {{ value }}}. */
    record Output(Expression value, int line) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            try {
                output.append(PythonValue.text(value.evaluate(scope)));
            } catch (JinjaException e) {
                throw e.at(line);
            }
            return Flow.ON;
        }
    }

    /** {@code if}, {@code elif}, {@code else}: the last condition is always true where there is an else. */
    record If(List<Expression> conditions, List<List<Statement>> bodies, int line) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            for (int i = 0; i < conditions.size(); i++) {
                if (holds(conditions.get(i), scope)) {
                    return all(bodies.get(i), scope, output);
                }
            }
            return Flow.ON;
        }

        private boolean holds(Expression condition, Scope scope) {
            try {
                return PythonValue.isTrue(condition.evaluate(scope));
            } catch (JinjaException e) {
                throw e.at(line);
            }
        }
    }

    /** {@code set}, of names side by side or of one field of a namespace. */
    record Set(Target target, Expression value, int line) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            try {
                target.assign(scope, value.evaluate(scope));
            } catch (JinjaException e) {
                throw e.at(line);
            }
            return Flow.ON;
        }
    }

    /** {@code set name}, text, {@code endset}. */
    record Capture(Target target, List<Statement> body) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            StringBuilder captured = new StringBuilder();
            Flow flow = all(body, scope.inner(), captured);
            target.assign(scope, captured.toString());
            return flow;
        }
    }

    /** {@code filter name}, text, {@code endfilter}. */
    record FilterBlock(Filter filter, List<Expression> positional, Map<String, Expression> named, List<Statement> body)
            implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            StringBuilder captured = new StringBuilder();
            Flow flow = all(body, scope.inner(), captured);
            output.append(PythonValue.text(
                    filter.apply(captured.toString(), Expression.arguments(scope, positional, named))));
            return flow;
        }
    }

    /** A body of which nothing leaves but its text: {@code with}, {@code generation}. */
    record Inner(List<Statement> body) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            return all(body, scope.inner(), output);
        }
    }

    record Jump(Flow flow) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            return flow;
        }
    }

    record Macro(String name, List<String> parameters, List<Expression> defaults, List<Statement> body)
            implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            scope.set(name, (Callable) arguments -> call(scope, arguments));
            return Flow.ON;
        }

        private String call(Scope scope, Arguments arguments) {
            Scope inner = scope.inner();
            for (int i = 0; i < parameters.size(); i++) {
                Expression otherwise = defaults.get(i);
                Object missing = otherwise == null ? Undefined.UNDEFINED : otherwise.evaluate(inner);
                inner.set(parameters.get(i), arguments.get(i, parameters.get(i), missing));
            }
            StringBuilder text = new StringBuilder();
            scope.enter();
            all(body, inner, text);
            scope.leave();
            return text.toString();
        }
    }

    record For(
            Target target,
            Expression items,
            Expression condition,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder output) {
            List<Object> chosen = chosen(scope);
            if (chosen.isEmpty()) {
                return all(otherwise, scope.inner(), output);
            }
            Loop loop = new Loop(chosen);
            for (int i = 0; i < chosen.size(); i++) {
                Scope inner = scope.inner();
                target.assign(inner, chosen.get(i));
                inner.set("loop", loop.at(i));
                if (all(body, inner, output) == Flow.BREAK) {
                    break;
                }
            }
            return Flow.ON;
        }

        private List<Object> chosen(Scope scope) {
            try {
                List<Object> chosen = new ArrayList<>();
                for (Object item : PythonValue.items(items.evaluate(scope))) {
                    scope.step(0);
                    Scope inner = scope.inner();
                    target.assign(inner, item);
                    if (PythonValue.isTrue(condition.evaluate(inner))) {
                        chosen.add(item);
                    }
                }
                return chosen;
            } catch (JinjaException e) {
                throw e.at(line);
            }
        }
    }

    /** Jinja2's {@code loop}. */
    record Loop(List<Object> items) {
        Map<Object, Object> at(int i) {
            Map<Object, Object> loop = new LinkedHashMap<>();
            loop.put("index", i + 1L);
            loop.put("index0", (long) i);
            loop.put("revindex", (long) items.size() - i);
            loop.put("revindex0", items.size() - i - 1L);
            loop.put("first", i == 0);
            loop.put("last", i == items.size() - 1);
            loop.put("length", (long) items.size());
            loop.put("previtem", i == 0 ? Undefined.UNDEFINED : items.get(i - 1));
            loop.put("nextitem", i == items.size() - 1 ? Undefined.UNDEFINED : items.get(i + 1));
            loop.put("cycle", (Callable) arguments -> arguments.positional().get(i % Math.max(1, arguments.size())));
            return loop;
        }
    }

    /** What a loop or {@code set} gives a value to. */
    interface Target {
        void assign(Scope scope, Object value);

        record Name(String name) implements Target {
            @Override
            public void assign(Scope scope, Object value) {
                scope.set(name, value);
            }
        }

        record Field(String namespace, String field) implements Target {
            @Override
            public void assign(Scope scope, Object value) {
                if (!(scope.get(namespace) instanceof Namespace fields)) {
                    throw new JinjaException("set " + namespace + "." + field + ", which is no namespace");
                }
                fields.set(field, value);
            }
        }

        record Several(List<Target> targets) implements Target {
            @Override
            public void assign(Scope scope, Object value) {
                List<?> items = PythonValue.items(value);
                if (items.size() != targets.size()) {
                    throw new JinjaException("%d values for %d names".formatted(items.size(), targets.size()));
                }
                for (int i = 0; i < items.size(); i++) {
                    targets.get(i).assign(scope, items.get(i));
                }
            }
        }
    }
}
