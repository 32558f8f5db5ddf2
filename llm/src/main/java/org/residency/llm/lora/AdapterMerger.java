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
import org.residency.llm.kernels.KernelCall;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;
import org.residency.llm.safetensors.TensorToWrite;
import org.residency.llm.tokenizer.TokenIds;

/**
 * Makes base weights and adapter one: {@code W + scaling · B · A}, with DoRA each row of it scaled to its magnitude, computed in
 * float32.
 */
public final class AdapterMerger {
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
        AdapterFactors factors = AdapterFactors.open(
                adapterFolder, weights, ModelConfig.read(base.config()).layers());
        Path partial = output.resolveSibling(output.getFileName() + ".partial");
        try (Kernels kernels = Kernels.start(ComputeDevice.cpu(), 0);
                NDManager manager = kernels.newManager()) {
            Files.createDirectories(partial);
            Map<Path, List<TensorToWrite>> shards = new LinkedHashMap<>();
            AtomicInteger done = new AtomicInteger();
            for (String name : weights.names()) {
                TensorToWrite tensor = merged(kernels, manager, weights, factors, name);
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
            Kernels kernels, NDManager manager, SafetensorsReader weights, AdapterFactors factors, String name) {
        TensorFiles files = new TensorFiles(kernels);
        List<Long> shape = weights.entry(name).shape();
        Optional<AdapterFactors.Names> found = factors.names(name, shape);
        if (found.isEmpty()) {
            return new TensorToWrite(name, weights.entry(name).type(), shape, () -> weights.bytes(name));
        }
        return new TensorToWrite(name, weights.entry(name).type(), shape, () -> {
            AdapterFactors.Names names = found.get();
            try (NDManager step = manager.newSubManager()) {
                KernelCall call = kernels.call(names.magnitude().isPresent() ? "merge_decomposed" : "merge", step)
                        .tensor(files.read(weights, name, ComputeType.FLOAT32, step))
                        .tensor(files.read(factors.tensors(), names.a(), ComputeType.FLOAT32, step))
                        .tensor(files.read(factors.tensors(), names.b(), ComputeType.FLOAT32, step));
                names.magnitude()
                        .ifPresent(magnitude ->
                                call.tensor(files.read(factors.tensors(), magnitude, ComputeType.FLOAT32, step)));
                NDArray sum = call.reals(factors.settings().scaling()).run().head();
                return files.writable(name, sum, weights.entry(name).type())
                        .bytes()
                        .get();
            }
        });
    }
}
