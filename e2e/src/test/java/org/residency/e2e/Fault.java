package org.residency.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Something that goes wrong in a run.
 *
 * @param stage the stage before which it does not happen
 * @param delayMillis from the moment at which the run is first seen there
 */
record Fault(int run, String stage, Kind kind, int delayMillis) {

    /** The stages in order, but for the gate, which takes no time. */
    static final List<String> STAGES =
            List.of("INGEST", "DEIDENTIFICATION", "SFT", "GRPO", "MERGE", "EVALUATION", "SIGN_OFF", "DEPLOYMENT");

    /** What goes wrong. */
    enum Kind {
        KILL_WORKER_GPU("kill -9 worker-gpu"),
        KILL_WORKER_CPU("kill -9 worker-cpu"),
        KILL_API("kill -9 api"),
        KILL_SERVING("kill -9 serving"),
        KILL_TEMPORAL("kill -9 Temporal"),
        KILL_S3("kill -9 S3"),
        CUT_TEMPORAL("Temporal unreachable for 12 s"),
        CUT_S3("S3 unreachable for 12 s"),
        SLOW_S3("S3 at 320 KiB/s for 12 s"),
        DRAIN_WORKER_GPU("SIGTERM worker-gpu"),
        STALL_WORKER_GPU("SIGSTOP, 30 s, SIGCONT worker-gpu"),
        FULL_S3("disk of S3 full for 8 s"),
        FULL_TEMPORAL("disk of Temporal full for 8 s"),
        FULL_PROCESSES("disk of the four full for 8 s"),
        DELIVER_TWICE("SIGSTOP, 40 s, SIGCONT both workers"),
        JUMP_CLOCK("clock of the four 2 h ahead for 12 s");

        /** What the fault matrix asks of every stage; a clock jumps only where the processes were started for it. */
        static final List<Kind> MATRIX = List.of(
                KILL_WORKER_GPU,
                KILL_WORKER_CPU,
                KILL_API,
                KILL_SERVING,
                KILL_TEMPORAL,
                KILL_S3,
                CUT_TEMPORAL,
                CUT_S3,
                SLOW_S3,
                FULL_S3,
                FULL_TEMPORAL,
                FULL_PROCESSES,
                DELIVER_TWICE);

        private static final List<Kind> KILLS =
                List.of(KILL_WORKER_GPU, KILL_WORKER_CPU, KILL_API, KILL_SERVING, KILL_TEMPORAL, KILL_S3);
        private static final List<Kind> OTHERS =
                List.of(CUT_TEMPORAL, CUT_S3, SLOW_S3, DRAIN_WORKER_GPU, STALL_WORKER_GPU);
        private static final List<Kind> OF_ONE_PROCESS =
                List.of(KILL_WORKER_GPU, KILL_WORKER_CPU, KILL_API, KILL_SERVING, DRAIN_WORKER_GPU, STALL_WORKER_GPU);

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /** The stack's name of the one process that suffers; empty if it is none of the stack's, or more than one. */
        String process() {
            return OF_ONE_PROCESS.contains(this) ? words.substring(words.lastIndexOf(' ') + 1) : "";
        }
    }

    /** {@code count} kills, one a stage in each run: every process in turn, in an order that follows from the seed. */
    static List<Fault> kills(long seed, int firstRun, int count) {
        return plan(new Random(seed), firstRun, count, Kind.KILLS);
    }

    /** Lines that are cut or slow, and a GPU worker that is drained or stopped for a while. */
    static List<Fault> others(long seed, int firstRun, int count) {
        return plan(new Random(seed), firstRun, count, Kind.OTHERS);
    }

    private static List<Fault> plan(Random random, int firstRun, int count, List<Kind> kinds) {
        List<Fault> plan = new ArrayList<>();
        List<String> stages = shuffled(STAGES, random);
        List<Kind> left = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (left.isEmpty()) {
                left = shuffled(kinds, random);
            }
            plan.add(new Fault(
                    firstRun + i / STAGES.size(),
                    stages.get(i % STAGES.size()),
                    left.remove(0),
                    random.nextInt(1_500)));
        }
        plan.sort(Comparator.comparingInt(Fault::run).thenComparing(fault -> STAGES.indexOf(fault.stage())));
        return plan;
    }

    private static <T> List<T> shuffled(List<T> values, Random random) {
        List<T> copy = new ArrayList<>(values);
        Collections.shuffle(copy, random);
        return copy;
    }
}
