package org.residency.cli.basemodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.residency.clinic.BaseModelCorpus;
import org.residency.clinic.basemodel.BytePairTrainer;
import org.residency.clinic.basemodel.SpecialTokens;
import org.residency.clinic.basemodel.TokenizerFiles;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.pretraining.Pretrainer;
import org.residency.llm.pretraining.PretrainingSettings;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;
import org.residency.llm.training.LearningRateSchedule.Shape;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingListener;

/**
 * Makes the demo's base model from nothing. Everything is fixed, so a second making on one kind of processor gives the
 * same bytes: corpus, vocabulary, start of the weights, order of the text, and one thread, so that no sum depends on how
 * many there are.
 */
final class BaseModelMaker {
    private static final long SEED = 3407;
    private static final int VOCABULARY = 1536;
    private static final int CONTEXT = 512;
    private static final int SEQUENCE = 160;
    private static final int BATCH = 8;
    private static final int THREADS = 1;
    private static final int TOKENIZER_DOCUMENTS = 20_000;
    private static final int DOCUMENTS = 100_000;

    /** Writes {@code config.json}, {@code model.safetensors} and the tokenizer's files into a folder, making it where it is missing. */
    void make(Path folder, TrainingListener listener) throws IOException {
        Files.createDirectories(folder);
        new TokenizerFiles()
                .write(
                        folder,
                        new BytePairTrainer(VOCABULARY).train(BaseModelCorpus.documents(SEED, TOKENIZER_DOCUMENTS)),
                        CONTEXT);
        ModelConfig shape = ModelConfig.llama(
                VOCABULARY,
                128,
                384,
                4,
                4,
                2,
                CONTEXT,
                SpecialTokens.ALL.indexOf(SpecialTokens.BEGIN),
                SpecialTokens.ALL.indexOf(SpecialTokens.END));
        shape.write(folder.resolve(ModelFolder.CONFIG));
        List<TokenIds> text = text(folder);
        int sequences = text.stream().mapToInt(TokenIds::size).sum() / SEQUENCE;
        PretrainingSettings settings = new PretrainingSettings(
                sequences / BATCH,
                BATCH,
                SEQUENCE,
                2e-3,
                Shape.COSINE,
                0.01,
                new OptimizerSettings(0.9, 0.95, 1e-8, 0.1, 1),
                SEED);
        new Pretrainer(shape, settings, THREADS).train(text, folder, ElementType.F32, listener);
    }

    private List<TokenIds> text(Path folder) {
        try (Tokenizer tokenizer = Tokenizer.load(new ModelFolder(folder));
                Stream<String> corpus = BaseModelCorpus.documents(SEED, DOCUMENTS)) {
            return corpus.map(tokenizer::encode).toList();
        }
    }
}
