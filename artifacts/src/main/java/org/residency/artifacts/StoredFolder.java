package org.residency.artifacts;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders in a store of files: the files, and last an index of their digests, which stands for the whole. */
final class StoredFolder {

    static final String INDEX = "index.json";

    private StoredFolder() {}

    static ArtifactRef put(ArtifactStore store, String key, Path folder) {
        boolean isWhole = store.find(indexKey(key)).isPresent();
        SortedMap<String, FolderIndex.Entry> files = new TreeMap<>();
        for (Path file : filesIn(folder)) {
            String name = nameIn(folder, file);
            if (name.equals(INDEX)) {
                throw new IllegalArgumentException(
                        file + ": a stored folder has an index of that name itself; give the file another name");
            }
            ArtifactRef ref = isWhole ? store.put(key + "/" + name, file) : putOver(store, key, name, file);
            files.put(name, new FolderIndex.Entry(ref.sha256(), ref.byteCount()));
        }
        FolderIndex index = new FolderIndex(files);
        ArtifactRef ref = store.put(indexKey(key), ArtifactJson.write(index));
        return new ArtifactRef(ref.uri(), ref.sha256(), index.totalByteCount());
    }

    static String indexKey(String key) {
        return key + "/" + INDEX;
    }

    static FolderIndex index(ArtifactStore store, ArtifactRef ref) {
        return ArtifactJson.read(ref, store.read(ref), FolderIndex.class);
    }

    static Path fetch(ArtifactStore store, ArtifactRef ref, Path target) {
        if (Files.isDirectory(target)) {
            return target;
        }
        Path absolute = target.toAbsolutePath();
        Path partial = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            Files.createDirectories(partial);
            FolderIndex index = index(store, ref);
            for (var file : index.files().entrySet()) {
                ArtifactRef part = new ArtifactRef(
                        ref.uri().resolve(relative(file.getKey())),
                        file.getValue().sha256(),
                        file.getValue().byteCount());
                store.fetch(part, partial.resolve(StoreKey.check(file.getKey())));
            }
            moveIntoPlace(partial, absolute);
            return target;
        } catch (IOException e) {
            throw new ArtifactStoreException(
                    "cannot copy " + ref.uri() + " to " + target + ": " + e.getMessage() + "; nothing was left there",
                    e);
        } finally {
            delete(partial);
        }
    }

    /** Removes a folder and what is in it, or as much as can be. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new ArtifactStoreException("cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }

    private static ArtifactRef putOver(ArtifactStore store, String folderKey, String name, Path file) {
        String key = folderKey + "/" + name;
        try {
            return store.put(key, file);
        } catch (ArtifactConflictException e) {
            if (store.find(indexKey(folderKey)).isPresent()) {
                // Another attempt has made the folder whole meanwhile, with other bytes: it stays as it is.
                throw e;
            }
            // Without an index nobody can have read it: it is what an attempt that died left behind.
            store.delete(key);
            return store.put(key, file);
        }
    }

    private static void moveIntoPlace(Path partial, Path target) throws IOException {
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process fetched the same digest at the same time; its copy was verified as this one was.
        }
    }

    private static List<Path> filesIn(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> files = paths.filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException(folder + ": no files in it, expected at least one");
            }
            return files;
        } catch (IOException e) {
            throw new ArtifactStoreException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String nameIn(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static URI relative(String name) {
        try {
            // The leading dot keeps a name with a colon from being read as a scheme.
            return new URI(null, null, "./" + name, null);
        } catch (URISyntaxException e) {
            throw new ArtifactCorruptException("file name '" + name + "' in an index cannot be part of a location", e);
        }
    }
}
