package org.residency.llm.memory;

import ai.djl.engine.EngineException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.residency.llm.kernels.ComputeDevice;

/** Stands before work that may need more memory than there is, and behind it. */
public final class MemoryGuard {
    private static final double SHARE = 0.8;

    private final FreeMemory free;
    private final ComputeDevice device;

    public MemoryGuard(FreeMemory free, ComputeDevice device) {
        this.free = free;
        this.device = device;
    }

    /** Other settings for the same work, and what they need. */
    public record Alternative(String settings, MemoryPlan plan) {}

    /**
     * Lets work pass that fits, the faster way where that leaves a fifth of what is free.
     *
     * @param faster the same work in less time and more memory; empty where there is no such way or none is to be chosen
     * @return whether it is to be done that way
     * @throws MemoryShortageException where the work does not fit
     */
    public boolean requireRoom(MemoryPlan plan, Optional<MemoryPlan> faster, Stream<Alternative> alternatives) {
        if (faster.isPresent()) {
            OptionalLong room = free.bytes(device, plan.bytes(MemoryPart.WEIGHTS));
            if (room.isPresent() && rest(faster.get()) <= SHARE * room.getAsLong()) {
                return true;
            }
        }
        requireRoom(plan, alternatives);
        return false;
    }

    /**
     * Lets work pass that fits, with the model's weights already in memory.
     *
     * @param alternatives from the nearest to the farthest; the first that fits is told of
     * @throws MemoryShortageException where the work does not fit
     */
    public void requireRoom(MemoryPlan plan, Stream<Alternative> alternatives) {
        long held = plan.bytes(MemoryPart.WEIGHTS);
        OptionalLong room = free.bytes(device, held);
        if (room.isEmpty() || rest(plan) <= room.getAsLong()) {
            return;
        }
        Optional<String> nearest = alternatives
                .filter(other -> rest(other.plan()) <= room.getAsLong())
                .map(other -> other.settings() + " (" + MemoryPlan.gigabytes(rest(other.plan())) + ")")
                .findFirst();
        throw MemoryShortageException.before(plan.without(MemoryPart.WEIGHTS), room.getAsLong(), nearest);
    }

    /**
     * Does work whose need was planned.
     *
     * @throws MemoryShortageException where the engine runs out of memory; what the work held is its own to give back
     */
    public static <T> T during(MemoryPlan plan, Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            if (isShortage(e)) {
                throw MemoryShortageException.during(plan, e);
            }
            throw e;
        }
    }

    private static long rest(MemoryPlan plan) {
        return plan.total() - plan.bytes(MemoryPart.WEIGHTS);
    }

    private static boolean isShortage(EngineException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        // The first is CUDA's, the others are the CPU allocator's.
        return words.contains("out of memory")
                || words.contains("can't allocate memory")
                || words.contains("not enough memory");
    }
}
