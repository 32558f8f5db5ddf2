package org.residency.llm.model;

import java.util.List;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.safetensors.SafetensorsReader;

/**
 * A model folder whose headers were compared with its {@code config.json}: every tensor is there, in the shape that is asked
 * for. No weight is read for that, so the largest model is looked at in a moment.
 */
public record WeightFiles(ModelConfig config, SafetensorsReader tensors) {

    /** @throws ModelFormatException where the config is not supported, a header lies, or a tensor is missing or misshapen */
    public static WeightFiles open(ModelFolder folder) {
        ModelConfig config = ModelConfig.read(folder.config());
        SafetensorsReader tensors = SafetensorsReader.open(folder);
        new WeightLayout(config)
                .slots().stream()
                        .filter(WeightLayout.Slot::present)
                        .forEach(slot -> requireShape(folder, tensors, slot));
        return new WeightFiles(config, tensors);
    }

    /** Hugging Face names of the tensors that the model computes with, each once. */
    public List<String> names() {
        return new WeightLayout(config)
                .slots().stream()
                        .filter(WeightLayout.Slot::present)
                        .map(WeightLayout.Slot::name)
                        .distinct()
                        .toList();
    }

    private static void requireShape(ModelFolder folder, SafetensorsReader tensors, WeightLayout.Slot slot) {
        if (!tensors.has(slot.name())) {
            throw new ModelFormatException(
                    folder.path(),
                    "no tensor " + slot.name() + " in the weights",
                    "every tensor config.json asks for",
                    "use weights and config.json of one model");
        }
        List<Long> found = tensors.entry(slot.name()).shape();
        if (!found.equals(slot.shape())) {
            throw new ModelFormatException(
                    tensors.entry(slot.name()).file(),
                    "tensor " + slot.name() + " of shape " + found,
                    "shape " + slot.shape() + ", as config.json says",
                    "use weights and config.json of one model");
        }
    }
}
