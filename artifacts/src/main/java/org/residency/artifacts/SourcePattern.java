package org.residency.artifacts;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which of many files are a source. {@code *} stands for any part of a name, {@code **} for any folders, {@code ?} for one
 * character, {@code {a,b}} for either; without these it is a folder, and stands for the files of rows below it. Names that
 * begin with a dot or an underscore, which other programs leave behind, are none.
 */
public final class SourcePattern {

    private static final Pattern WILDCARD = Pattern.compile("[*?{\\[]");
    private static final String ROWS = "{json,jsonl,ndjson,csv,parquet}";

    private final String base;
    private final PathMatcher matcher;

    private SourcePattern(String base, String glob) {
        this.base = base;
        this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }

    /**
     * The files that a local path stands for, by name: itself, those in a folder, or those that fit.
     *
     * @throws ArtifactMissingException if there is none
     */
    public static List<Path> localFiles(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isRegularFile(absolute)) {
            return List.of(absolute);
        }
        boolean folder = Files.isDirectory(absolute);
        if (!folder && !WILDCARD.matcher(absolute.toString()).find()) {
            throw new ArtifactMissingException(
                    path + ": no such file; check the path, which must be readable where the worker runs");
        }
        SourcePattern pattern = folder ? below(absolute + "/") : matching(absolute.toString());
        Path base = Path.of(pattern.base());
        List<Path> files = List.of();
        if (Files.isDirectory(base)) {
            try (Stream<Path> below = Files.walk(base)) {
                files = below.filter(file -> pattern.fits(file.toString()))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new ArtifactStoreException("cannot list " + base + ": " + e.getMessage(), e);
            }
        }
        if (files.isEmpty()) {
            throw new ArtifactMissingException(path + ": found no "
                    + (folder ? "file of rows (" + ROWS + ") in it" : "file that fits")
                    + "; check the path, which must be readable where the worker runs");
        }
        return files;
    }

    /** The pattern of keys in a bucket. */
    static SourcePattern ofKeys(String key) {
        return WILDCARD.matcher(key).find()
                ? matching(key)
                : below(key.isEmpty() || key.endsWith("/") ? key : key + "/");
    }

    private static SourcePattern matching(String glob) {
        String plain = WILDCARD.split(glob, 2)[0];
        return new SourcePattern(plain.substring(0, plain.lastIndexOf('/') + 1), glob);
    }

    private static SourcePattern below(String folder) {
        return new SourcePattern(folder, escaped(folder) + "{,**/}*." + ROWS);
    }

    /** The folder in which all that fit lie, with a slash at its end; empty for all of a bucket. */
    String base() {
        return base;
    }

    boolean fits(String name) {
        return name.startsWith(base) && !isHidden(name.substring(base.length())) && matcher.matches(Path.of(name));
    }

    private static boolean isHidden(String name) {
        return Stream.of(name.split("/", -1)).anyMatch(part -> part.startsWith(".") || part.startsWith("_"));
    }

    private static String escaped(String text) {
        return text.replaceAll("([*?{}\\[\\]\\\\,])", "\\\\$1");
    }
}
