package org.residency.worker.cpu;

import java.util.Locale;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;

/** Where files that belong to a shard lie below a stage's key. */
public final class ShardKey {

    private ShardKey() {}

    /** For example {@code audit/train/00003.json}. */
    public static String of(String area, Split split, int index, String suffix) {
        return "%s/%s/%05d.%s".formatted(area, split.name().toLowerCase(Locale.ROOT), index, suffix);
    }

    /** For example {@code parts/train/00003}: what lies below it belongs to the shard. */
    public static String folder(String area, Shard shard) {
        return "%s/%s/%05d".formatted(area, shard.split().name().toLowerCase(Locale.ROOT), shard.index());
    }
}
