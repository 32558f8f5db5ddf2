package org.residency.cli.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.residency.cli.exit.CommandException;
import org.residency.llm.bench.BenchShape;
import org.residency.llm.bench.Floor;
import org.residency.llm.bench.Trial;
import org.residency.llm.bench.Trials;
import org.residency.llm.kernels.ComputeDevice;
import picocli.CommandLine;
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

    @Option(names = "--strongest", description = "And at their strongest: compiled, Liger's kernels, a static cache.")
    private boolean strongest;

    @Option(
            names = "--most-seconds",
            defaultValue = "120",
            description = "No further round of a work after so long; ${DEFAULT-VALUE} unless told.")
    private int mostSeconds;

    @Option(names = "--serve", hidden = true, description = "Be one of those measured: a round for each line of input.")
    private boolean serve;

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
        if (serve) {
            return serve(out, gpu, where);
        }
        BenchShape of = BenchShape.named(shape);
        Floor floor = Floor.measure(where, threads);
        out.printf(
                Locale.ROOT,
                "%s on %s: matrix product %.1f TFLOP/s, copy %.1f GB/s%n%n| work | ours | peer | ratio | strongest peer | ratio | floor | ours of floor | ours, GB | peer, GB | strongest, GB |%n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |%n",
                shape,
                device,
                floor.flops() / 1e12,
                floor.bytes() / 1e9);
        out.flush();
        for (Work work : asked) {
            out.println(measure(work, work.least(of, floor, gpu), gpu));
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

    /** Everybody warms up, then each takes its turn; a line of the table. */
    private String measure(Work work, double least, boolean gpu) throws IOException {
        List<PeerProcess> all = new ArrayList<>();
        try {
            all.add(new PeerProcess(OwnProcess.command(LlmCommand.class, List.of("-Xmx8g"), ours(work)), log("ours")));
            if (peer || strongest) {
                all.add(new PeerProcess(script(work.peer(peers, shape, gpu, false)), log("peer")));
            }
            if (strongest && work.hasStrongest()) {
                all.add(new PeerProcess(script(work.peer(peers, shape, gpu, true)), log("strongest")));
            }
            all.forEach(PeerProcess::awaitWarm);
            long begin = System.nanoTime();
            for (int round = 0; round < rounds; round++) {
                if (round > 0 && System.nanoTime() - begin > mostSeconds * 1_000_000_000L) {
                    break;
                }
                all.forEach(PeerProcess::round);
            }
            return line(work, all, least);
        } finally {
            all.forEach(PeerProcess::close);
        }
    }

    private List<String> ours(Work work) {
        return List.of(
                "--serve",
                "--shape",
                shape,
                "--device",
                device,
                "--work",
                work.kind().word(),
                "--threads",
                Integer.toString(threads),
                "--sequences",
                Integer.toString(work.sequences()),
                "--length",
                Integer.toString(work.length()),
                "--new-tokens",
                Integer.toString(work.newTokens()));
    }

    private List<String> script(List<String> call) {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(call);
        return command;
    }

    private static Path log(String who) throws IOException {
        return Files.createTempFile("residency-bench-" + who, ".log");
    }

    private static String line(Work work, List<PeerProcess> all, double least) {
        double ours = all.get(0).median();
        StringBuilder line = new StringBuilder(number("| %s | %.4f s", work.title(), ours));
        StringBuilder memory = new StringBuilder(" | " + all.get(0).memory());
        for (int p = 1; p < 3; p++) {
            if (p < all.size()) {
                PeerProcess one = all.get(p);
                line.append(number(" | %s %.4f s | %.2f×", one.name(), one.median(), one.median() / ours));
                memory.append(" | ").append(one.memory());
            } else {
                line.append(" | | ");
                memory.append(" | ");
            }
        }
        return line + number(" | %.4f s | %.2f×", least, ours / least) + memory + " |";
    }

    /** Two rounds to warm up, then one for each line of the input, as the scripts in {@code bench/peers} do. */
    private int serve(PrintWriter out, boolean gpu, ComputeDevice where) throws IOException {
        JsonMapper json = new JsonMapper();
        Work work = work(Work.Kind.named(works.get(0)), gpu);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Trial trial = work.trial(new Trials(BenchShape.named(shape), where, threads))) {
            trial.round();
            trial.round();
            Map<String, Object> answer = new LinkedHashMap<>(Map.of("peer", "Residency"));
            out.println(json.writeValueAsString(answer));
            out.flush();
            while (orders.readLine() != null) {
                answer.put("seconds", trial.round());
                DeviceMemory.gigabytes(gpu).ifPresent(held -> answer.put("reserved", held * 1e9));
                out.println(json.writeValueAsString(answer));
                out.flush();
            }
        }
        return 0;
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** This command alone, which a measuring process runs. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        System.exit(new CommandLine(new LlmCommand()).execute(arguments));
    }
}
