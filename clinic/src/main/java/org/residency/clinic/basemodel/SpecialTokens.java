package org.residency.clinic.basemodel;

import java.util.List;

/** The tokens that are no text, spelled as the DeepSeek-R1 distillations spell them. Their ids are 0, 1, 2 and so on. */
public final class SpecialTokens {
    public static final String BEGIN = "<｜begin▁of▁sentence｜>";
    public static final String END = "<｜end▁of▁sentence｜>";
    public static final String PADDING = "<｜▁pad▁｜>";
    public static final String USER = "<｜User｜>";
    public static final String ASSISTANT = "<｜Assistant｜>";
    public static final String THINK = "<think>";
    public static final String END_THINK = "</think>";

    /** In the order of their ids. */
    public static final List<String> ALL = List.of(BEGIN, END, PADDING, USER, ASSISTANT, THINK, END_THINK);

    private SpecialTokens() {}

    /** Whether decoding without special tokens drops it; the thinking tags stay, for the answer is split by them. */
    static boolean hidden(String token) {
        return !token.equals(THINK) && !token.equals(END_THINK);
    }
}
