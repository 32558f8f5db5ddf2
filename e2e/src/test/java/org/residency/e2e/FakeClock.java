package org.residency.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A wall clock that a test can have jump, for processes that are started with it: Debian's libfaketime, and a file. */
record FakeClock(Path file) {

    /** Where Debian's package lays it, unless {@code -Dchaos.faketime} says another place. */
    static Optional<Path> library() {
        return Stream.of(
                        Path.of(System.getProperty("chaos.faketime", "")),
                        Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** What a process is started with; the time that it measures by, as opposed to the time of day, stays true. */
    Map<String, String> environment() {
        jump("+0");
        return Map.of(
                "LD_PRELOAD", library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                // Else a wait on a condition is as long as libfaketime thinks, which is not how long the JVM asked for.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    /** @param offset from the true time: {@code +2h}, {@code +0} */
    void jump(String offset) {
        Ward.write(file, offset + "\n");
    }
}
