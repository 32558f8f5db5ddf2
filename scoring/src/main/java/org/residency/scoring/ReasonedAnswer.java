package org.residency.scoring;

/**
 * A completion taken apart: {@code <think>reasoning</think>answer}.
 *
 * @param reasoning what stands between the tags, stripped; empty when there is none
 * @param answer what follows them, stripped; empty when the reasoning was never closed
 * @param shape how well the completion kept to the form
 */
public record ReasonedAnswer(String reasoning, String answer, Shape shape) {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    /** How well a completion kept to the form. */
    public enum Shape {
        /** One opening tag, one closing tag, something between them and something after them. */
        WELL_FORMED,
        /** The reasoning was opened and never closed, as when the token limit cut it off. */
        UNCLOSED,
        /** No tags at all: everything is answer. */
        NO_REASONING,
        /** Tags, but too many, out of order, text before them, or nothing between or after them. */
        MALFORMED
    }

    /**
     * Takes a completion apart. Whatever the shape, the answer is the text after the last closing tag.
     *
     * @param completion the model's text without its end-of-sequence token
     * @param thinkTag who writes the opening tag; one that both wrote is read as one
     */
    public static ReasonedAnswer parse(String completion, ThinkTag thinkTag) {
        String text = completion.strip();
        boolean opensItself = text.startsWith(OPEN);
        String body = opensItself ? text.substring(OPEN.length()) : text;
        int close = body.lastIndexOf(CLOSE);
        if (close < 0) {
            if (opensItself || thinkTag == ThinkTag.IN_PROMPT) {
                return new ReasonedAnswer(body.strip(), "", Shape.UNCLOSED);
            }
            Shape shape = body.contains(OPEN) ? Shape.MALFORMED : Shape.NO_REASONING;
            return new ReasonedAnswer("", body.strip(), shape);
        }
        String reasoning = body.substring(0, close);
        String answer = body.substring(close + CLOSE.length()).strip();
        boolean opened = opensItself || thinkTag == ThinkTag.IN_PROMPT;
        boolean wellFormed =
                opened && !reasoning.isBlank() && !answer.isEmpty() && !hasTag(reasoning) && !hasTag(answer);
        return new ReasonedAnswer(reasoning.strip(), answer, wellFormed ? Shape.WELL_FORMED : Shape.MALFORMED);
    }

    /** Whether the completion kept to the form in every respect. */
    public boolean isWellFormed() {
        return shape == Shape.WELL_FORMED;
    }

    private static boolean hasTag(String text) {
        return text.contains(OPEN) || text.contains(CLOSE);
    }
}
