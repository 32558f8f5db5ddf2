package org.residency.llm.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;
import org.residency.llm.safetensors.TensorToWrite;
import org.residency.llm.tokenizer.TokenIds;

/** Makes base weights and adapter one: {@code W + scaling · B · A}, computed in float32. */
public final class AdapterMerger {
    private static final String BASE_PREFIX = "base_model.model.";

    /**
     * Writes a new model folder: merged weights in the base's types and shards, its config and tokenizer files. One tensor is
     * in memory at a time. The folder appears whole or not at all, and must not be there before.
     *
     * @throws ModelFormatException where base and adapter do not fit each other
     */
    public void merge(Path baseFolder, Path adapterFolder, Path output) {
        merge(baseFolder, adapterFolder, output, (done, all) -> {});
    }

    /** Told of each tensor that is written. */
    @FunctionalInterface
    public interface Listener {
        void onTensor(int done, int all);
    }

    /** As the other, and tells a listener how far it is. */
    public void merge(Path baseFolder, Path adapterFolder, Path output, Listener listener) {
        ModelFolder base = ModelFolder.open(baseFolder);
        SafetensorsReader weights = SafetensorsReader.open(base);
        LoraSettings settings = AdapterConfig.read(
                        adapterFolder.resolve(AdapterConfig.FILE),
                        ModelConfig.read(base.config()).layers())
                .settings();
        SafetensorsReader factors = SafetensorsReader.open(adapterFolder.resolve(LoraAdapter.WEIGHTS));
        requireTargets(weights, factors);
        Path partial = output.resolveSibling(output.getFileName() + ".partial");
        try (Kernels kernels = Kernels.start(ComputeDevice.cpu(), 0);
                NDManager manager = kernels.newManager()) {
            Files.createDirectories(partial);
            Map<Path, List<TensorToWrite>> shards = new LinkedHashMap<>();
            AtomicInteger done = new AtomicInteger();
            for (String name : weights.names()) {
                TensorToWrite tensor = merged(kernels, manager, settings, weights, factors, name);
                shards.computeIfAbsent(weights.entry(name).file(), file -> new ArrayList<>())
                        .add(new TensorToWrite(name, tensor.type(), tensor.shape(), () -> {
                            listener.onTensor(
                                    done.incrementAndGet(), weights.names().size());
                            return tensor.bytes().get();
                        }));
            }
            shards.forEach((file, tensors) -> SafetensorsWriter.write(partial.resolve(file.getFileName()), tensors));
            Path index = baseFolder.resolve(ModelFolder.WEIGHTS_INDEX);
            if (!shards.containsKey(baseFolder.resolve(ModelFolder.WEIGHTS)) && Files.isRegularFile(index)) {
                Files.copy(index, partial.resolve(ModelFolder.WEIGHTS_INDEX), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.copy(base.config(), partial.resolve(ModelFolder.CONFIG), StandardCopyOption.REPLACE_EXISTING);
            for (String companion : ModelFolder.COMPANIONS) {
                Path file = baseFolder.resolve(companion);
                if (Files.isRegularFile(file)) {
                    Files.copy(file, partial.resolve(companion), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(partial, output, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + output, e);
        }
    }

    /** Compares base plus live adapter with the merged model on token sequences. */
    public static EquivalenceReport compare(
            Transformer base, LoraAdapter adapter, Transformer merged, List<TokenIds> texts) {
        long positions = 0;
        double kl = 0;
        double largest = 0;
        double same = 0;
        for (TokenIds text : texts) {
            try (NDManager step = base.kernels().newManager()) {
                NDArray first = base.logits(text, Optional.of(adapter), step);
                NDArray second = merged.logits(text, Optional.<LoraAdapter>empty(), step);
                double[] sums = base.kernels()
                        .call("compare", step)
                        .tensor(first)
                        .tensor(second)
                        .run()
                        .head()
                        .toDoubleArray();
                positions += text.size();
                kl += sums[0];
                largest = Math.max(largest, sums[1]);
                same += sums[2];
            }
        }
        if (positions == 0) {
            throw new IllegalArgumentException("texts hold no token, must hold at least one");
        }
        return new EquivalenceReport(positions, kl / positions, largest, same / positions);
    }

    private static TensorToWrite merged(
            Kernels kernels,
            NDManager manager,
            LoraSettings settings,
            SafetensorsReader weights,
            SafetensorsReader factors,
            String name) {
        TensorFiles files = new TensorFiles(kernels);
        String module = BASE_PREFIX + name.substring(0, Math.max(0, name.length() - ".weight".length()));
        String a = module + ".lora_A.weight";
        String b = module + ".lora_B.weight";
        if (!factors.has(a)) {
            return new TensorToWrite(
                    name, weights.entry(name).type(), weights.entry(name).shape(), () -> weights.bytes(name));
        }
        List<Long> shape = weights.entry(name).shape();
        requireFactors(factors, a, b, shape, settings.rank());
        return new TensorToWrite(name, weights.entry(name).type(), shape, () -> {
            try (NDManager step = manager.newSubManager()) {
                NDArray sum = kernels.call("merge", step)
                        .tensor(files.read(weights, name, ComputeType.FLOAT32, step))
                        .tensor(files.read(factors, a, ComputeType.FLOAT32, step))
                        .tensor(files.read(factors, b, ComputeType.FLOAT32, step))
                        .reals(settings.scaling())
                        .run()
                        .head();
                return files.writable(name, sum, weights.entry(name).type())
                        .bytes()
                        .get();
            }
        });
    }

    private static void requireTargets(SafetensorsReader weights, SafetensorsReader factors) {
        for (String name : factors.names()) {
            String module = name.replaceFirst("\\.lora_[AB]\\.weight$", "");
            if (!name.startsWith(BASE_PREFIX)
                    || module.equals(name)
                    || !weights.has(module.substring(BASE_PREFIX.length()) + ".weight")) {
                throw new ModelFormatException(
                        factors.entry(name).file(),
                        "tensor " + name,
                        "factors of weights that the base model has",
                        "merge with the base model the adapter was trained on");
            }
        }
    }

    private static void requireFactors(SafetensorsReader factors, String a, String b, List<Long> shape, int rank) {
        List<Long> expectedA = List.of((long) rank, shape.get(1));
        List<Long> expectedB = List.of(shape.get(0), (long) rank);
        if (!factors.entry(a).shape().equals(expectedA)
                || !factors.entry(b).shape().equals(expectedB)) {
            throw new ModelFormatException(
                    factors.entry(a).file(),
                    "tensor %s of shape %s and its partner of %s"
                            .formatted(
                                    a,
                                    factors.entry(a).shape(),
                                    factors.entry(b).shape()),
                    "shapes %s and %s".formatted(expectedA, expectedB),
                    "merge with the base model the adapter was trained on");
        }
    }
}
