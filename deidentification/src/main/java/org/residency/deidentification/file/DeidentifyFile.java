package org.residency.deidentification.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.residency.deidentification.AuditReport;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentifiedNote;
import org.residency.deidentification.DeidentifiedText;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.InvalidFileException;
import org.residency.deidentification.KnownPatients;
import org.residency.deidentification.PatientContext;

/**
 * De-identifies a file, a folder of texts or a stream: note by note, in any number of threads, in the same form and order.
 * Memory holds a few notes a thread, whatever the size of the file. Each note is audited; one in which the audit sees more
 * than the limit is left out of the result. A file is written whole or not at all.
 */
public final class DeidentifyFile {
    private static final int WAITING_A_THREAD = 16;
    private static final int MOST_LISTED = 10_000;

    private final Deidentifier deidentifier;
    private final Auditor auditor;
    private final NoteFormats formats;

    public DeidentifyFile(Deidentifier deidentifier, Auditor auditor) {
        this.deidentifier = deidentifier;
        this.auditor = auditor;
        this.formats = new NoteFormats(deidentifier::pseudonym);
    }

    /**
     * What to read and write.
     *
     * @param in {@code .txt}, {@code .jsonl}, {@code .json}, {@code .csv}, {@code .parquet}, {@code .fhir.json}, {@code
     *     .fhir.ndjson} or {@code .hl7}, a folder of {@code .txt}, or {@code -} for standard input; UTF-8
     * @param out the file or folder to write, or {@code -}; it must not be {@code in}
     * @param format the form of the input, such as {@code jsonl}; by the name of the file unless told
     * @param fields the fields that hold text; none stands for every field of text
     * @param patientField the field with the patient's key, by which surrogates agree; each row stands alone without
     * @param threads how many notes are worked on at once
     * @param maxFindings findings of the audit in one note above which it is left out
     * @param keepUnclean whether a note stays all the same, to be looked at and never trained on
     * @param known what the hospital's records say of its patients
     */
    public record Request(
            Path in,
            Path out,
            Optional<String> format,
            List<String> fields,
            Optional<String> patientField,
            int threads,
            int maxFindings,
            boolean keepUnclean,
            KnownPatients known) {
        public Request {
            fields = List.copyOf(fields);
            if (threads < 1 || threads > 1024) {
                throw new IllegalArgumentException("threads is " + threads + ", expected 1 to 1024");
            }
            if (maxFindings < 0) {
                throw new IllegalArgumentException("maxFindings is " + maxFindings + ", expected 0 or more");
            }
        }

        /** One thread, every finding too much, nothing known. */
        public static Request of(Path in, Path out, List<String> fields, Optional<String> patientField) {
            return new Request(in, out, Optional.empty(), fields, patientField, 1, 0, false, KnownPatients.none());
        }
    }

    /**
     * What came of it.
     *
     * @param report counts, and what the audit saw; at most {@value #MOST_LISTED} findings are listed
     * @param findings how many there were
     * @param quarantined the ids of notes that the audit objected to, in order; at most {@value #MOST_LISTED}
     * @param quarantinedCount how many there were
     */
    public record Outcome(AuditReport report, long findings, List<String> quarantined, long quarantinedCount) {
        public Outcome {
            quarantined = List.copyOf(quarantined);
        }
    }

    /** As {@link #run(Request)} with what {@link Request#of} has, and every note kept. */
    public AuditReport run(Path in, Path out, List<String> fields, Optional<String> patientField) throws IOException {
        return run(new Request(in, out, Optional.empty(), fields, patientField, 1, 0, true, KnownPatients.none()))
                .report();
    }

    /**
     * Reads, de-identifies, audits and writes.
     *
     * @throws InvalidFileException when the input is missing, empty, broken, not UTF-8, or lacks a field
     * @throws IOException when it cannot be read or written
     */
    public Outcome run(Request request) throws IOException {
        return run(request, Optional.empty());
    }

    /** As {@link #run(Request)}, and a sample is kept for a human to look at. */
    public Outcome run(Request request, ReviewSample sample) throws IOException {
        return run(request, Optional.of(sample));
    }

    private Outcome run(Request request, Optional<ReviewSample> sample) throws IOException {
        boolean fromStream = request.in().toString().equals(NoteFormats.STREAM);
        boolean toStream = request.out().toString().equals(NoteFormats.STREAM);
        if (!fromStream && !Files.exists(request.in())) {
            throw new InvalidFileException(request.in(), "", "no such file; check the path");
        }
        if (!fromStream && absolute(request.in()).equals(absolute(request.out()))) {
            throw new InvalidFileException(request.out(), "", "is also the file that is read; name another to write");
        }
        if (toStream || Files.isDirectory(request.in())) {
            try (NoteFormat format = formats.open(request, request.out())) {
                return copy(format, request, sample);
            }
        }
        Path folder = request.out().toAbsolutePath().getParent();
        Path partial = Files.createTempFile(folder, "." + request.out().getFileName(), ".partial");
        try {
            Outcome outcome;
            try (NoteFormat format = formats.open(request, partial)) {
                outcome = copy(format, request, sample);
            }
            Files.move(partial, request.out(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return outcome;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** A note on its way. */
    private record Done(
            long number,
            NoteRecord record,
            DeidentifiedNote note,
            Map<String, String> replaced,
            Optional<String> pseudonym,
            AuditReport report) {}

    private Outcome copy(NoteFormat format, Request request, Optional<ReviewSample> sample) throws IOException {
        Tally tally = new Tally();
        ExecutorService workers = Executors.newFixedThreadPool(request.threads());
        Deque<Future<Done>> waiting = new ArrayDeque<>();
        long read = 0;
        try {
            for (Optional<NoteRecord> next = format.next(); next.isPresent(); next = format.next()) {
                NoteRecord record = next.get();
                long number = ++read;
                waiting.add(workers.submit(() -> deidentify(record, number, request.known())));
                if (waiting.size() >= request.threads() * WAITING_A_THREAD) {
                    write(format, waiting.remove(), request, tally, sample);
                }
            }
            while (!waiting.isEmpty()) {
                write(format, waiting.remove(), request, tally, sample);
            }
            if (tally.notes == 0) {
                throw new InvalidFileException(request.in(), "", "the file is empty, expected text");
            }
            format.finish();
            return tally.outcome();
        } catch (CharacterCodingException e) {
            throw NoteFormats.notUtf8(request.in());
        } finally {
            workers.shutdownNow();
        }
    }

    private Done deidentify(NoteRecord record, long number, KnownPatients known) {
        // By its place, which is the same in every form of file.
        String key = record.patientKey().orElse("note " + number);
        List<String> names = new ArrayList<>(record.knownNames());
        names.addAll(known.namesOf(key));
        PatientContext patient = new PatientContext(key, names, known.valuesOf(key));
        DeidentifiedNote note = deidentifier.deidentify(record.texts(), patient);
        Map<String, String> replaced = new LinkedHashMap<>();
        note.fields()
                .forEach((field, text) -> replaced.put(
                        field,
                        record.forms()
                                .getOrDefault(field, DeidentifiedText::text)
                                .apply(text)));
        record.values()
                .forEach((field, value) ->
                        replaced.put(field, deidentifier.replaceValue(value.phiClass(), value.text(), patient)));
        return new Done(
                number,
                record,
                note,
                replaced,
                record.patientKey().map(deidentifier::pseudonym),
                AuditReport.of(note, auditor.audit(record.id(), note)));
    }

    private void write(
            NoteFormat format, Future<Done> future, Request request, Tally tally, Optional<ReviewSample> sample)
            throws IOException {
        Done done;
        try {
            done = future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while notes were worked on", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "de-identifying a note of " + request.in() + " failed: "
                            + e.getCause().getClass().getName(),
                    e.getCause());
        }
        boolean unclean = done.report().findings().size() > request.maxFindings();
        tally.add(done.record().id(), done.report(), unclean);
        sample.ifPresent(chosen -> chosen.offer(reviewed(done)));
        if (!unclean || request.keepUnclean()) {
            format.write(done.record(), done.replaced(), done.pseudonym());
        } else {
            format.leaveOut(done.record());
        }
    }

    private ReviewedNote reviewed(Done done) {
        List<ReviewedNote.Field> fields = new ArrayList<>();
        done.note()
                .fields()
                .forEach((name, result) -> fields.add(
                        new ReviewedNote.Field(name, done.record().texts().get(name), result)));
        return new ReviewedNote(
                done.number(),
                deidentifier.noteDigest(done.record().texts()),
                done.report().findings().size(),
                fields);
    }

    /** Sums as the notes pass. */
    private static final class Tally {
        private final AuditReport.Sum sum = new AuditReport.Sum(MOST_LISTED);
        private final List<String> quarantined = new ArrayList<>();
        private long quarantinedCount;
        private long notes;

        void add(String id, AuditReport report, boolean unclean) {
            notes++;
            sum.add(report);
            if (unclean) {
                quarantinedCount++;
                if (quarantined.size() < MOST_LISTED) {
                    quarantined.add(id);
                }
            }
        }

        Outcome outcome() {
            return new Outcome(sum.report(), sum.findingCount(), quarantined, quarantinedCount);
        }
    }
}
