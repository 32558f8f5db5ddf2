package org.residency.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.residency.cli.exit.CommandException;
import org.residency.llm.bench.BenchShape;
import org.residency.llm.bench.MemoryWork;
import org.residency.llm.bench.Trial;
import org.residency.llm.bench.Trials;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.memory.MemoryPlan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code residency bench memory}: what the planner says of a work, and what the work then takes. */
@Command(
        name = "memory",
        description = {
            "Hold the memory that the planner predicts against what is measured, on random weights of each shape.",
            "Each work runs in a process of its own. Measured is the peak less what the process held after a minute model had"
                    + " brought the engine's code in: resident on a CPU, by the driver's count on a GPU."
        })
public final class MemoryCommand implements Callable<Integer> {
    /** Has glibc give memory back as soon as it is freed; else the peak holds what was free at that moment. */
    private static final String GIVING_BACK = "MALLOC_MMAP_THRESHOLD_";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--shape",
            split = ",",
            defaultValue = "tiny",
            description = "llama-8b, qwen2-1.5b, qwen2-0.5b, tiny.")
    private List<String> shapes;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or cuda.")
    private String device;

    @Option(
            names = "--work",
            split = ",",
            defaultValue = "sft,sft-checkpointed",
            description = "sft, sft-padded, sft-checkpointed, sft-nf4, decode; ${DEFAULT-VALUE} unless told.")
    private List<String> works;

    @Option(names = "--sequences", defaultValue = "2", description = "Of a batch; ${DEFAULT-VALUE} unless told.")
    private int sequences;

    @Option(names = "--length", description = "Tokens of each; 2048 on a GPU, 256 on a CPU.")
    private Integer length;

    @Option(names = "--threads", defaultValue = "2", description = "On the CPU; ${DEFAULT-VALUE} unless told.")
    private int threads;

    @Option(names = "--alone", hidden = true, description = "Measure here, once, and write JSON.")
    private boolean alone;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean gpu = !device.equals("cpu");
        int tokens = length != null ? length : gpu ? 2048 : 256;
        if (alone) {
            out.println(measure(named(shapes.get(0)), work(works.get(0)), gpu, tokens));
            out.flush();
            return 0;
        }
        out.println("| shape | work | predicted | measured | predicted of measured | largest part |");
        out.println("| --- | --- | --- | --- | --- | --- |");
        for (String shape : shapes) {
            for (String work : works) {
                out.println(line(named(shape), work(work), gpu, tokens));
                out.flush();
            }
        }
        return 0;
    }

    private String line(BenchShape shape, MemoryWork work, boolean gpu, int tokens) throws IOException {
        MemoryPlan plan = work.plan(shape, where(gpu), sequences, tokens);
        JsonNode answer = new JsonMapper().readTree(inAProcessOfItsOwn(shape, work, tokens));
        double measured = answer.path("measured").asDouble();
        return String.format(
                Locale.ROOT,
                "| %s | %s, %d × %d | %.2f GB | %.2f GB | %+.1f %% | %s, %s |",
                shape.settingName(),
                work.settingName(),
                sequences,
                tokens,
                plan.total() / 1e9,
                measured,
                100 * (plan.total() / 1e9 / measured - 1),
                plan.largest().title(),
                MemoryPlan.gigabytes(plan.bytes(plan.largest())));
    }

    private String measure(BenchShape shape, MemoryWork work, boolean gpu, int tokens) throws IOException {
        try (Trial warm = work.trial(new Trials(BenchShape.MINUTE, where(gpu), threads), 2, 16)) {
            warm.round();
        }
        System.gc();
        double before = DeviceMemory.restart(gpu);
        try (Trial trial = work.trial(new Trials(shape, where(gpu), threads), sequences, tokens)) {
            trial.round();
            trial.round();
            double peak = DeviceMemory.gigabytes(gpu).orElseThrow();
            return new JsonMapper().writeValueAsString(Map.of("measured", peak - before, "before", before));
        }
    }

    private static ComputeDevice where(boolean gpu) {
        return gpu ? ComputeDevice.gpu(0) : ComputeDevice.cpu();
    }

    /** A second measurement in one process would find the first one's memory not given back. */
    private String inAProcessOfItsOwn(BenchShape shape, MemoryWork work, int tokens) throws IOException {
        // A heap that hardly grows, so that what is measured is the engine's.
        ProcessBuilder builder = new ProcessBuilder(OwnProcess.command(
                        MemoryCommand.class,
                        List.of("-Xmx1g", "-Xmn16m", "-XX:+UseSerialGC"),
                        List.of(
                                "--alone",
                                "--shape",
                                shape.settingName(),
                                "--work",
                                work.settingName(),
                                "--device",
                                device,
                                "--sequences",
                                Integer.toString(sequences),
                                "--length",
                                Integer.toString(tokens),
                                "--threads",
                                Integer.toString(threads))))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(GIVING_BACK, "65536");
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                throw CommandException.fault("measuring " + shape.settingName() + ", " + work.settingName()
                        + " ended with " + exit + "; is there enough memory?");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw CommandException.fault("interrupted while measuring");
        }
        return answer.lines().reduce("", (before, last) -> last);
    }

    private static BenchShape named(String shape) {
        try {
            return BenchShape.named(shape);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--shape: " + e.getMessage(), e);
        }
    }

    private static MemoryWork work(String name) {
        try {
            return MemoryWork.named(name);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--work: " + e.getMessage(), e);
        }
    }

    /** This command alone, which a measuring process runs. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        System.exit(new CommandLine(new MemoryCommand()).execute(arguments));
    }
}
