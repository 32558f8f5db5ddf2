package org.residency.llm.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;

/**
 * Tensors of one safetensors file, or of the shards that an index names. Headers are checked when opened (see
 * {@link SafetensorsHeader}); tensors are memory-mapped when asked for.
 */
public final class SafetensorsReader {
    private static final String REMEDY = "download or copy the weights again";

    private final Map<String, TensorEntry> entries;
    private final Map<Path, Long> dataStarts;

    private SafetensorsReader(Map<String, TensorEntry> entries, Map<Path, Long> dataStarts) {
        this.entries = entries;
        this.dataStarts = dataStarts;
    }

    /** @throws ModelFormatException where the file is truncated, or its header lies */
    public static SafetensorsReader open(Path file) {
        SafetensorsHeader header = SafetensorsHeader.read(file);
        return new SafetensorsReader(header.entries(), Map.of(file, header.dataStart()));
    }

    /** Opens {@code model.safetensors}, or the shards of {@code model.safetensors.index.json}. */
    public static SafetensorsReader open(ModelFolder folder) {
        Path single = folder.path().resolve(ModelFolder.WEIGHTS);
        return Files.exists(single) ? open(single) : openShards(folder.path());
    }

    /** Names in the order of the header (of the shards by name). */
    public Set<String> names() {
        return entries.keySet();
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** @throws ModelFormatException where there is no tensor of that name */
    public TensorEntry entry(String name) {
        TensorEntry entry = entries.get(name);
        if (entry == null) {
            throw new ModelFormatException(
                    dataStarts.keySet().iterator().next(), "no tensor " + name, "a tensor of that name", REMEDY);
        }
        return entry;
    }

    /** The tensor's bytes, mapped read-only, little-endian. */
    public ByteBuffer bytes(String name) {
        TensorEntry entry = entry(name);
        if (entry.byteCount() > Integer.MAX_VALUE) {
            throw new ModelFormatException(
                    entry.file(),
                    "tensor " + name + " of " + entry.byteCount() + " bytes",
                    "at most " + Integer.MAX_VALUE + " bytes a tensor",
                    "use a model with smaller tensors");
        }
        return map(entry.file(), entry.begin(), entry.byteCount());
    }

    /** The bytes of tensors that follow one another in one file in this order; empty where they do not. */
    public Optional<ByteBuffer> bytesOfAdjacent(List<String> names) {
        TensorEntry first = entry(names.get(0));
        long end = first.begin();
        for (String name : names) {
            TensorEntry entry = entry(name);
            if (!entry.file().equals(first.file()) || entry.begin() != end) {
                return Optional.empty();
            }
            end += entry.byteCount();
        }
        long count = end - first.begin();
        return count > Integer.MAX_VALUE ? Optional.empty() : Optional.of(map(first.file(), first.begin(), count));
    }

    private ByteBuffer map(Path file, long begin, long count) {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, dataStarts.get(file) + begin, count)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Path within(Path folder, Path index, String shard) {
        try {
            Path file = folder.resolve(shard).normalize();
            if (folder.normalize().equals(file.getParent())) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new ModelFormatException(index, "a shard that is no file name", "file names", REMEDY, e);
        }
        throw new ModelFormatException(index, "shard " + shard, "a file name within the model's folder", REMEDY);
    }

    private static SafetensorsReader openShards(Path folder) {
        Path index = folder.resolve(ModelFolder.WEIGHTS_INDEX);
        JsonNode weightMap = JsonFile.read(index).path("weight_map");
        if (!weightMap.isObject() || weightMap.isEmpty()) {
            throw new ModelFormatException(index, "no weight_map", "tensor names and their files", REMEDY);
        }
        Map<String, String> fileOf = new LinkedHashMap<>();
        weightMap
                .fields()
                .forEachRemaining(
                        field -> fileOf.put(field.getKey(), field.getValue().asText()));
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        Map<Path, Long> dataStarts = new LinkedHashMap<>();
        for (String shard : new TreeSet<>(fileOf.values())) {
            Path file = within(folder, index, shard);
            SafetensorsHeader header = SafetensorsHeader.read(file);
            dataStarts.put(file, header.dataStart());
            header.entries().forEach((name, entry) -> {
                // A tensor in a second file too, or in none that the index knows, would be half of some other model.
                if (!shard.equals(fileOf.get(name))) {
                    throw new ModelFormatException(
                            file, "tensor " + name, "only tensors that the index puts into this file", REMEDY);
                }
                entries.put(name, entry);
            });
        }
        List<String> missing = new ArrayList<>(fileOf.keySet());
        missing.removeAll(entries.keySet());
        if (!missing.isEmpty()) {
            throw new ModelFormatException(
                    index,
                    missing.size() + " tensors that their shards lack, the first " + missing.get(0),
                    "every tensor in the file the index names",
                    REMEDY);
        }
        return new SafetensorsReader(entries, dataStarts);
    }
}
