package org.residency.serving.openai;

import java.util.function.Consumer;

/**
 * Tells reasoning from answer in text that comes piece by piece: what stands before {@code </think>} is reasoning, what
 * follows it is answer. Text that may be the beginning of the tag is held back until it is clear.
 */
final class ReasoningSplitter {

    private static final String TAG = "</think>";

    private final Consumer<String> reasoning;
    private final Consumer<String> answer;
    private final StringBuilder held = new StringBuilder();
    private boolean isInAnswer;
    private boolean answerHasBegun;

    ReasoningSplitter(Consumer<String> reasoning, Consumer<String> answer) {
        this.reasoning = reasoning;
        this.answer = answer;
    }

    void add(String piece) {
        held.append(piece);
        if (!isInAnswer) {
            int tag = held.indexOf(TAG);
            if (tag < 0) {
                emitReasoning(held.length() - beginningOfTag());
                return;
            }
            emitReasoning(held.substring(0, tag).stripTrailing().length());
            held.delete(0, held.indexOf(TAG) + TAG.length());
            isInAnswer = true;
        }
        emitAnswer();
    }

    /** Hands on what was held back and turned out to be no tag. */
    void finish() {
        if (!isInAnswer) {
            emitReasoning(held.toString().stripTrailing().length());
        }
    }

    /** How many of the last characters may belong to the tag, or to the space before it. */
    private int beginningOfTag() {
        for (int length = Math.min(TAG.length() - 1, held.length()); length > 0; length--) {
            if (TAG.startsWith(held.substring(held.length() - length))) {
                return length + blanksBefore(held.length() - length);
            }
        }
        return blanksBefore(held.length());
    }

    private int blanksBefore(int end) {
        int start = end;
        while (start > 0 && Character.isWhitespace(held.charAt(start - 1))) {
            start--;
        }
        return end - start;
    }

    private void emitReasoning(int length) {
        if (length > 0) {
            reasoning.accept(held.substring(0, length));
            held.delete(0, length);
        }
    }

    private void emitAnswer() {
        String text = answerHasBegun ? held.toString() : held.toString().stripLeading();
        held.setLength(0);
        if (!text.isEmpty()) {
            answerHasBegun = true;
            answer.accept(text);
        }
    }
}
