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
import org.residency.cli.exit.CommandException;
import org.residency.llm.bench.BenchShape;
import org.residency.llm.bench.Floor;
import org.residency.llm.bench.Trial;
import org.residency.llm.bench.Trials;
import org.residency.llm.kernels.ComputeDevice;
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
            description = "sft, sft-checkpointed, sft-nf4, decode, decode-adapter, grpo.")
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
        if (rounds < 1) {
            throw CommandException.badInput("--rounds: found " + rounds + ", expected at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean gpu = !device.equals("cpu");
        ComputeDevice where = gpu ? ComputeDevice.gpu(0) : ComputeDevice.cpu();
        List<Work> asked =
                works.stream().map(name -> work(Work.Kind.named(name), gpu)).toList();
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
        for (Work work : asked) {
            out.println(measure(work, new Trials(of, where, threads), work.least(of, floor, gpu), gpu));
            out.flush();
        }
        return 0;
    }

    private Work work(Work.Kind kind, boolean gpu) {
        int usualSequences = kind.trains() ? 2 : gpu ? (kind == Work.Kind.GRPO ? 64 : 16) : 8;
        int usualLength = kind.trains() ? (gpu ? 2048 : 256) : gpu ? 256 : 64;
        int usualTokens = gpu ? (kind == Work.Kind.GRPO ? 512 : 128) : 64;
        return new Work(
                kind,
                sequences != null ? sequences : usualSequences,
                length != null ? length : usualLength,
                newTokens != null ? newTokens : usualTokens);
    }

    /** Two rounds to warm up, then ours and the peer's in turn; a line of the table. */
    private String measure(Work work, Trials trials, double least, boolean gpu) throws IOException {
        List<Double> ours = new ArrayList<>();
        try (Trial trial = work.trial(trials)) {
            trial.round();
            trial.round();
            if (!peer) {
                for (int round = 0; round < rounds; round++) {
                    ours.add(trial.round());
                }
                return line(work, median(ours), least, gpu, "", "", "");
            }
            List<Double> theirs = new ArrayList<>();
            try (PeerProcess beside = new PeerProcess(
                    python, work.peer(peers, shape, gpu), Files.createTempFile("residency-peer", ".log"))) {
                JsonNode last = null;
                for (int round = 0; round < rounds; round++) {
                    ours.add(trial.round());
                    last = beside.round();
                    theirs.add(last.path("step").asDouble(last.path("seconds").asDouble()));
                }
                return line(
                        work,
                        median(ours),
                        least,
                        gpu,
                        number("%s %.4f s", beside.name(), median(theirs)),
                        number("%.2f×", median(theirs) / median(ours)),
                        memory(last));
            }
        }
    }

    private static String line(
            Work work, double ours, double least, boolean gpu, String peer, String ratio, String peerMemory) {
        OptionalDouble memory = DeviceMemory.gigabytes(gpu);
        return number(
                "| %s | %.4f s | %s | %s | %.4f s | %.2f× | %s | %s |",
                work.title(),
                ours,
                peer,
                ratio,
                least,
                ours / least,
                memory.isPresent() ? number("%.1f", memory.getAsDouble()) : "",
                peerMemory);
    }

    private static String memory(JsonNode answer) {
        String reserved = number("%.1f", answer.path("reserved").asDouble() / 1e9);
        return answer.has("allocated")
                ? reserved + number(" (%.1f allocated)", answer.get("allocated").asDouble() / 1e9)
                : reserved;
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
