package org.residency.cli.learning;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.residency.clinic.ClinicNotes;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.folder.ModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code residency bench learning}: whether the demo's settings make its model learn, seed by seed. */
@Command(
        name = "learning",
        description = {
            "Train the demo's model with the demo's settings, once a seed, and examine base, SFT and GRPO on held-out notes.",
            "Takes three to four minutes a seed on two cores. 95 %% intervals are by bootstrap over cases."
        })
public final class LearningCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            split = ",",
            defaultValue = "3407,1,2",
            paramLabel = "N",
            description = "${DEFAULT-VALUE} unless told.")
    private List<Integer> seeds;

    @Option(names = "--threads", defaultValue = "2", paramLabel = "N", description = "${DEFAULT-VALUE} unless told.")
    private int threads;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path work = Files.createTempDirectory("residency-learning-");
        try {
            measure(out, work);
            return 0;
        } finally {
            delete(work);
        }
    }

    private void measure(PrintWriter out, Path work) throws IOException {
        LearningSettings settings = LearningSettings.ofDemo();
        LearningTable table = new LearningTable(out);
        List<List<Outcomes>> trials = new ArrayList<>();
        try (LanguageModel model = LanguageModel.load(baseModel(work), LoadOptions.cpu(threads))) {
            for (int seed : seeds) {
                Path folder = Files.createDirectory(work.resolve("seed-" + trials.size()));
                trials.add(new LearningTrial(model, settings, seed, folder, out).run());
                table.head();
                table.rows(Integer.toString(seed), trials.get(trials.size() - 1));
            }
        }
        out.println();
        table.head();
        for (int i = 0; i < seeds.size(); i++) {
            table.rows(seeds.get(i).toString(), trials.get(i));
        }
        if (trials.size() > 1) {
            table.rows("all", together(trials));
        }
    }

    private static List<Outcomes> together(List<List<Outcomes>> trials) {
        List<Outcomes> all = new ArrayList<>(trials.get(0));
        for (List<Outcomes> trial : trials.subList(1, trials.size())) {
            for (int stage = 0; stage < all.size(); stage++) {
                all.set(stage, all.get(stage).then(trial.get(stage)));
            }
        }
        return all;
    }

    private static Path baseModel(Path work) throws IOException {
        Path folder = Files.createDirectory(work.resolve("base-model"));
        for (String file :
                List.of(ModelFolder.CONFIG, ModelFolder.WEIGHTS, ModelFolder.TOKENIZER, ModelFolder.TOKENIZER_CONFIG)) {
            try (var resource = ClinicNotes.class.getResourceAsStream("base-model/" + file)) {
                if (resource == null) {
                    throw new IOException("base-model/" + file + ": found nothing in module clinic, expected the demo's"
                            + " base model; make it with: residency base-model make");
                }
                Files.copy(resource, folder.resolve(file));
            }
        }
        return folder;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
