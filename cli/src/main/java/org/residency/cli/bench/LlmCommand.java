package org.residency.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.residency.llm.bench.BenchShape;
import org.residency.llm.bench.Floor;
import org.residency.llm.bench.Trial;
import org.residency.llm.bench.Trials;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.training.GradientMethod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code residency bench llm}: speed and memory of the engine on random weights of a real shape. */
@Command(
        name = "llm",
        description = {
            "Measure the engine on random weights of a shape: seconds of a training step or of a token step of decoding.",
            "With --peer the Python stack does the same work in the same command, turn by turn."
        })
public final class LlmCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--shape", defaultValue = "tiny", description = "llama-8b, qwen2-1.5b or tiny.")
    private String shape;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or cuda.")
    private String device;

    @Option(
            names = "--work",
            split = ",",
            defaultValue = "sft",
            description = "sft, sft-checkpointed, decode, decode-adapter.")
    private List<String> works;

    @Option(names = "--peer", description = "Run the scripts of bench/peers beside it.")
    private boolean peer;

    @Option(
            names = "--peers",
            defaultValue = "bench/peers",
            description = "Their folder; ${DEFAULT-VALUE} unless told.")
    private Path peers;

    @Option(names = "--python", defaultValue = "python3", description = "Has the packages of requirements.txt there.")
    private String python;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "The median of these counts; ${DEFAULT-VALUE} unless told.")
    private int rounds;

    @Option(names = "--threads", defaultValue = "2", description = "On the CPU; ${DEFAULT-VALUE} unless told.")
    private int threads;

    @Option(names = "--sequences", description = "Of a batch; 2 for sft and 16 for decode on a GPU, 2 and 8 on a CPU.")
    private Integer sequences;

    @Option(
            names = "--length",
            description = "Tokens of a sequence, or of a prompt; 2048 and 256 on a GPU, 256 and 64 on a CPU.")
    private Integer length;

    @Option(names = "--new-tokens", description = "Tokens decoded; 128 on a GPU, 64 on a CPU.")
    private Integer newTokens;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean gpu = !device.equals("cpu");
        ComputeDevice where = gpu ? ComputeDevice.gpu(0) : ComputeDevice.cpu();
        BenchShape of = BenchShape.named(shape);
        Floor floor = Floor.measure(where, threads);
        out.printf(
                Locale.ROOT,
                "%s on %s: matrix product %.1f TFLOP/s, copy %.1f GB/s%n%n| work | ours | peer | ratio | floor | ours of floor | ours, GB | peer, GB |%n| --- | --- | --- | --- | --- | --- | --- | --- |%n",
                shape,
                device,
                floor.flops() / 1e12,
                floor.bytes() / 1e9);
        out.flush();
        for (String work : works) {
            measure(out, of, where, gpu, floor, work);
        }
        return 0;
    }

    private void measure(PrintWriter out, BenchShape of, ComputeDevice where, boolean gpu, Floor floor, String work)
            throws IOException {
        boolean training = work.startsWith("sft");
        int batch = sequences != null ? sequences : training ? 2 : gpu ? 16 : 8;
        int tokens = length != null ? length : training ? (gpu ? 2048 : 256) : gpu ? 256 : 64;
        int fresh = newTokens != null ? newTokens : gpu ? 128 : 64;
        Trials trials = new Trials(of, where, threads);
        List<String> arguments = new ArrayList<>(
                List.of(shape, gpu ? "cuda" : "cpu", Integer.toString(batch), Integer.toString(tokens)));
        double least;
        String script;
        String what;
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        JsonNode last = null;
        OptionalDouble memory;
        String peerName = "";
        if (training) {
            boolean again = work.equals("sft-checkpointed");
            script = "sft.py";
            if (again) {
                arguments.add("gc");
            }
            what = "SFT step %s, %d × %d".formatted(again ? "with checkpointing" : "", batch, tokens);
            // Forward, the gradient by the inputs, and a second forward where layers are run again; two operations
            // each.
            least = (again ? 6.0 : 4.0) * of.multiplied() * batch * tokens / floor.flops();
        } else {
            script = "decode.py";
            arguments.add(Integer.toString(fresh));
            if (work.equals("decode-adapter")) {
                arguments.add("adapter");
            }
            what = "decode%s, %d sequences, a step"
                    .formatted(work.equals("decode-adapter") ? " with live adapter" : "", batch);
            least = of.multiplied() * (gpu ? 2.0 : 4.0) / floor.bytes();
        }
        try (Trial trial = trial(trials, work, batch, tokens, fresh)) {
            trial.round();
            trial.round();
            PeerProcess beside = peer
                    ? new PeerProcess(python, peers.resolve(script), arguments, Files.createTempFile("peer", ".log"))
                    : null;
            try {
                for (int round = 0; round < rounds; round++) {
                    ours.add(trial.round());
                    if (beside != null) {
                        last = beside.round();
                        theirs.add(
                                last.path("step").asDouble(last.path("seconds").asDouble()));
                        peerName = beside.name();
                    }
                }
                memory = DeviceMemory.gigabytes(gpu);
            } finally {
                if (beside != null) {
                    beside.close();
                }
            }
        }
        double mine = median(ours);
        double other = theirs.isEmpty() ? Double.NaN : median(theirs);
        out.printf(
                Locale.ROOT,
                "| %s | %.4f s | %s %.4f s | %.2f× | %.4f s | %.2f× | %.1f | %s |%n",
                what,
                mine,
                peerName,
                other,
                other / mine,
                least,
                mine / least,
                memory.orElse(Double.NaN),
                last == null
                        ? ""
                        : "%.1f".formatted(last.path("reserved").asDouble() / 1e9)
                                + (last.has("allocated")
                                        ? " (%.1f allocated)"
                                                .formatted(last.get("allocated").asDouble() / 1e9)
                                        : ""));
        out.flush();
    }

    private static Trial trial(Trials trials, String work, int batch, int tokens, int fresh) {
        return switch (work) {
            case "sft" -> trials.sft(batch, tokens, GradientMethod.PACKED);
            case "sft-checkpointed" -> trials.sft(batch, tokens, GradientMethod.CHECKPOINTED);
            case "decode" -> trials.decode(batch, tokens, fresh, false);
            case "decode-adapter" -> trials.decode(batch, tokens, fresh, true);
            default ->
                throw new IllegalArgumentException(
                        "work is '" + work + "', must be one of [sft, sft-checkpointed, decode, decode-adapter]");
        };
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
    }
}
