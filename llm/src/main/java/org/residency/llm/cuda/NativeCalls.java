package org.residency.llm.cuda;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The functions of one native library whose result is a status, 0 where all is well. */
final class NativeCalls {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private final NativeLibrary library;
    private final Map<String, Function> functions = new ConcurrentHashMap<>();

    private NativeCalls(NativeLibrary library) {
        this.library = library;
    }

    /**
     * The library as this process has it already, else by one of the names.
     *
     * @param loaded matches its path among the process's mappings
     */
    static NativeCalls open(Pattern loaded, List<String> names) {
        List<String> candidates =
                Stream.concat(mapped(loaded).stream(), names.stream()).toList();
        UnsatisfiedLinkError last = null;
        for (String candidate : candidates) {
            try {
                return new NativeCalls(NativeLibrary.getInstance(candidate));
            } catch (UnsatisfiedLinkError e) {
                last = e;
            }
        }
        throw new CudaException("none of the libraries " + candidates + " can be loaded", last);
    }

    private static Optional<String> mapped(Pattern path) {
        if (!Files.isReadable(MAPS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.map(path::matcher)
                    .filter(Matcher::find)
                    .map(Matcher::group)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws CudaException where the status is not 0 */
    void call(String name, Object... arguments) {
        int status = functions.computeIfAbsent(name, this::function).invokeInt(arguments);
        if (status != 0) {
            throw new CudaException(name + " answered " + status);
        }
    }

    private Function function(String name) {
        try {
            return library.getFunction(name);
        } catch (UnsatisfiedLinkError e) {
            throw new CudaException(library.getName() + " has no " + name, e);
        }
    }
}
