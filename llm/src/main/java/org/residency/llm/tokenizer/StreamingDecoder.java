package org.residency.llm.tokenizer;

import java.util.Arrays;
import java.util.Objects;

/**
 * Text of a sequence while its tokens come. A character of several bytes may lie across tokens; it is held back until it is
 * whole. All pieces together are what {@link Tokenizer#decode} makes of all tokens.
 */
public final class StreamingDecoder {
    private static final String INCOMPLETE = "\uFFFD";

    private final Tokenizer tokenizer;
    private int[] tokens = new int[64];
    private int count;
    /** Tokens from here on are decoded again each time: some decoders treat the first token apart from others. */
    private int context;

    private int told;

    public StreamingDecoder(Tokenizer tokenizer) {
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
    }

    /** The characters that these tokens complete; empty where none. */
    public String accept(TokenIds more) {
        StringBuilder text = new StringBuilder();
        for (int token : more.toArray()) {
            if (count == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * count);
            }
            tokens[count++] = token;
            text.append(next(false));
        }
        return text.toString();
    }

    /** What was held back, where the sequence ended within a character. */
    public String finish() {
        return next(true);
    }

    private String next(boolean last) {
        String before = decode(context, told);
        String all = decode(context, count);
        if (all.length() <= before.length() || (!last && all.endsWith(INCOMPLETE))) {
            return "";
        }
        context = told;
        told = count;
        return all.substring(before.length());
    }

    private String decode(int from, int to) {
        return tokenizer.decode(TokenIds.of(Arrays.copyOfRange(tokens, from, to)));
    }
}
