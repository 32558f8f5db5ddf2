package org.residency.api.report;

import java.util.ArrayList;
import java.util.List;

/** One part of the page: words, then figures, then tables. */
public record Chapter(
        String id,
        String title,
        List<String> paragraphs,
        List<Link> links,
        List<Figure> figures,
        List<Table> tables,
        boolean folded) {

    /** Another page of this api. */
    public record Link(String target, String text) {}

    public Chapter {
        paragraphs = List.copyOf(paragraphs);
        links = List.copyOf(links);
        figures = List.copyOf(figures);
        tables = List.copyOf(tables);
    }

    static Builder of(String id, String title) {
        return new Builder(id, title);
    }

    /** A chapter that is written as its facts are found. */
    static final class Builder {
        private final String id;
        private final String title;
        private final List<String> paragraphs = new ArrayList<>();
        private final List<Link> links = new ArrayList<>();
        private final List<Figure> figures = new ArrayList<>();
        private final List<Table> tables = new ArrayList<>();
        private boolean folded;

        private Builder(String id, String title) {
            this.id = id;
            this.title = title;
        }

        Builder say(String format, Object... values) {
            paragraphs.add(Numbers.text(format, values));
            return this;
        }

        Builder link(String target, String text) {
            links.add(new Link(target, text));
            return this;
        }

        Builder draw(Figure figure) {
            figures.add(figure);
            return this;
        }

        Builder list(Table table) {
            tables.add(table);
            return this;
        }

        /** Shows the tables only when asked for: long, and for those who check. */
        Builder fold() {
            folded = true;
            return this;
        }

        Chapter build() {
            return new Chapter(id, title, paragraphs, links, figures, tables, folded);
        }
    }
}
