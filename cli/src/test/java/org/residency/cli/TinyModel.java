package org.residency.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.residency.clinic.basemodel.BytePairTrainer;
import org.residency.clinic.basemodel.BytePairVocabulary;
import org.residency.clinic.basemodel.TokenizerFiles;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.pretraining.Pretrainer;
import org.residency.llm.pretraining.PretrainingSettings;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingListener;

/** A model folder of a few kilobytes that has hardly learnt anything: seeded, and made in a second. */
final class TinyModel {

    private static final int CONTEXT = 256;

    private static final String TEXT =
            "A patient comes with fever and cough. The cough brings up sputum. Findings point to the lung. ";

    private TinyModel() {}

    /** Writes the folder. */
    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        BytePairVocabulary vocabulary = new BytePairTrainer(300).train(List.of(TEXT, TEXT).stream());
        new TokenizerFiles().write(folder, vocabulary, CONTEXT);
        ModelConfig config = ModelConfig.llama(vocabulary.ids().size(), 32, 64, 2, 4, 2, CONTEXT, 0, 1);
        config.write(folder.resolve(ModelFolder.CONFIG));
        PretrainingSettings settings = new PretrainingSettings(
                2, 2, 32, 1e-3, LearningRateSchedule.Shape.CONSTANT, 0, OptimizerSettings.defaults(), 1);
        try (Tokenizer tokenizer = Tokenizer.load(new ModelFolder(folder))) {
            TokenIds tokens = tokenizer.encode(TEXT.repeat(6));
            new Pretrainer(config, settings, 1)
                    .train(List.of(tokens), folder, ElementType.F32, TrainingListener.SILENT);
        }
        return folder;
    }
}
