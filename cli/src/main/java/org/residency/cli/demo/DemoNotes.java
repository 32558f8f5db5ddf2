package org.residency.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.residency.clinic.ClinicNote;
import org.residency.clinic.ClinicNoteFile;
import org.residency.clinic.ClinicNotes;
import org.residency.clinic.GeneratorSettings;
import org.residency.clinic.Split;

/** The demo's notes: some to train on, and some from other templates held out. */
record DemoNotes(long seed, int trainingCount, int heldOutCount) {

    void write(Path file) throws IOException {
        Stream<ClinicNote> training = ClinicNotes.generate(new GeneratorSettings(seed, trainingCount, Split.TRAINING));
        new ClinicNoteFile().write(file, Stream.concat(training, heldOut()));
    }

    Stream<ClinicNote> heldOut() {
        return ClinicNotes.generate(new GeneratorSettings(seed, heldOutCount, Split.HELD_OUT));
    }
}
