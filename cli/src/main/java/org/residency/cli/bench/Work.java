package org.residency.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.residency.cli.exit.CommandException;
import org.residency.llm.bench.BenchShape;
import org.residency.llm.bench.Floor;
import org.residency.llm.bench.Trial;
import org.residency.llm.bench.Trials;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.training.GradientMethod;

/**
 * What is measured, and how large it is.
 *
 * @param sequences of a batch
 * @param length tokens of a sequence, or of a prompt
 * @param newTokens decoded; 0 in training
 */
record Work(Kind kind, int sequences, int length, int newTokens) {

    /** As the command names it. */
    enum Kind {
        SFT("sft"),
        SFT_CHECKPOINTED("sft-checkpointed"),
        SFT_NF4("sft-nf4"),
        DECODE("decode"),
        DECODE_ADAPTER("decode-adapter"),
        GRPO("grpo");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Kind named(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw CommandException.badInput(
                    "--work: found '" + word
                            + "', expected some of sft, sft-checkpointed, sft-nf4, decode, decode-adapter, grpo, with commas between");
        }

        boolean trains() {
            return this == SFT || this == SFT_CHECKPOINTED || this == SFT_NF4;
        }
    }

    String title() {
        return switch (kind) {
            case SFT -> "SFT step, %d × %d".formatted(sequences, length);
            case SFT_CHECKPOINTED -> "SFT step with checkpointing, %d × %d".formatted(sequences, length);
            case SFT_NF4 -> "SFT step with NF4 and checkpointing, %d × %d".formatted(sequences, length);
            case DECODE -> "decoding %d sequences, a step".formatted(sequences);
            case DECODE_ADAPTER -> "decoding %d sequences with the live adapter, a step".formatted(sequences);
            case GRPO ->
                "GRPO step, %d × %d samples of %d tokens".formatted(sequences / samples(), samples(), newTokens);
        };
    }

    /** Of a prompt: four on a small machine, eight where there are many sequences. */
    private int samples() {
        return Math.min(sequences, sequences >= 64 ? 8 : 4);
    }

    Trial trial(Trials trials) throws IOException {
        return switch (kind) {
            case SFT -> trials.sft(sequences, length, GradientMethod.PACKED, BaseQuantization.NONE);
            case SFT_CHECKPOINTED -> trials.sft(sequences, length, GradientMethod.CHECKPOINTED, BaseQuantization.NONE);
            case SFT_NF4 -> trials.sft(sequences, length, GradientMethod.CHECKPOINTED, BaseQuantization.NF4);
            case DECODE -> trials.decode(sequences, length, newTokens, false);
            case DECODE_ADAPTER -> trials.decode(sequences, length, newTokens, true);
            case GRPO -> trials.grpo(sequences / samples(), samples(), length, newTokens);
        };
    }

    /**
     * No less is possible, seconds: a step's products (forward, the gradient by the inputs and, where layers are run again, a
     * second forward; two operations each), or reading every weight once.
     */
    double least(BenchShape shape, Floor floor, boolean gpu) {
        return switch (kind) {
            case SFT -> 4.0 * shape.multiplied() * sequences * length / floor.flops();
            case SFT_CHECKPOINTED, SFT_NF4 -> 6.0 * shape.multiplied() * sequences * length / floor.flops();
            case DECODE, DECODE_ADAPTER -> shape.multiplied() * (gpu ? 2.0 : 4.0) / floor.bytes();
            // Every new token reads the weights, then three passes over all tokens: reference, forward, gradient.
            case GRPO ->
                newTokens * shape.multiplied() * (gpu ? 2.0 : 4.0) / floor.bytes()
                        + 6.0 * shape.multiplied() * sequences * (length + newTokens) / floor.flops();
        };
    }

    /** Whether the peer's script knows this work at its strongest: compiled, or with kernels made for it. */
    boolean hasStrongest() {
        return kind != Kind.GRPO;
    }

    /** The peer's script for this, and what it is given. */
    List<String> peer(Path folder, String shape, boolean gpu, boolean strongest) {
        List<String> call = new ArrayList<>(List.of(folder.resolve(script()).toString(), shape, gpu ? "cuda" : "cpu"));
        if (kind == Kind.GRPO) {
            call.addAll(List.of(Integer.toString(sequences / samples()), Integer.toString(samples())));
        } else {
            call.add(Integer.toString(sequences));
        }
        call.add(Integer.toString(length));
        switch (kind) {
            case SFT -> {}
            case SFT_CHECKPOINTED -> call.add("gc");
            case SFT_NF4 -> call.add("nf4");
            case DECODE, GRPO -> call.add(Integer.toString(newTokens));
            case DECODE_ADAPTER -> call.addAll(List.of(Integer.toString(newTokens), "adapter"));
        }
        if (strongest) {
            call.add("strongest");
        }
        return call;
    }

    private String script() {
        return switch (kind) {
            case SFT, SFT_CHECKPOINTED, SFT_NF4 -> "sft.py";
            case DECODE, DECODE_ADAPTER -> "decode.py";
            case GRPO -> "grpo.py";
        };
    }
}
