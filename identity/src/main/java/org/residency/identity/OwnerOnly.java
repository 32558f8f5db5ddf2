package org.residency.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Files and folders that are open to their owner alone from the moment at which they exist. A file system without POSIX
 * permissions gets them as it makes them.
 */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private OwnerOnly() {}

    /**
     * Makes an empty file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one
     */
    public static void createFile(Path file) throws IOException {
        Files.createFile(file, attributes(file, FILE));
    }

    /** Makes a folder and those above it that are missing; one that is there stays as it is. */
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(folder, FOLDER));
    }

    /** Who may do what with a file; empty where the file system does not say. */
    public static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
        return isPosix(file) ? Optional.of(Files.getPosixFilePermissions(file)) : Optional.empty();
    }

    private static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
