package org.residency.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The patients who withdrew, in the store under {@code withdrawals/}. Entries are only ever added, each number once. An
 * entry counts whether or not its signature verifies: who can write to the store can stop a training with one, but nobody
 * can have a patient learned from by spoiling one.
 */
public final class WithdrawalRegister {

    static final String PREFIX = "withdrawals/";
    private static final int ATTEMPTS = 20;

    private final ArtifactStore store;
    /** What was read once: entries never change. */
    private final Map<String, Withdrawal> known = new ConcurrentHashMap<>();

    public WithdrawalRegister(ArtifactStore store) {
        this.store = store;
    }

    /** All entries, oldest first. */
    public List<Withdrawal> entries() {
        return store.list(PREFIX).stream()
                .map(key -> known.computeIfAbsent(key, this::read))
                .toList();
    }

    /**
     * Adds an entry.
     *
     * @param next makes, and signs, the entry of a number; asked again where another process took the number
     * @throws ArtifactStoreException if the store cannot be written, or others kept adding
     */
    public Withdrawal append(IntFunction<Withdrawal> next) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Withdrawal> before = entries();
            int number = before.isEmpty() ? 1 : before.get(before.size() - 1).number() + 1;
            Withdrawal added = next.apply(number);
            try {
                store.put(Withdrawal.key(number), ArtifactJson.write(added));
                return added;
            } catch (ArtifactConflictException e) {
                // Another process took the number.
            }
        }
        throw new ArtifactStoreException(
                "withdrawals: others added an entry each of " + ATTEMPTS + " times; try again later");
    }

    /** What all who withdrew are called in datasets, whatever the key. */
    public Set<String> patients() {
        return entries().stream()
                .flatMap(entry -> entry.patient().values().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What all who withdrew are called under one key.
     *
     * @throws WithdrawnPatientException if the register does not say so of somebody, who could then not be left out
     */
    public Set<String> patients(String keyCheck) {
        List<Withdrawal> entries = entries();
        return entries.stream()
                .map(entry -> entries.stream()
                        .filter(entry::isOfTheSameAs)
                        .map(other -> other.patient().get(keyCheck))
                        .filter(name -> name != null)
                        .findFirst()
                        .orElseThrow(() -> new WithdrawnPatientException("withdrawal " + entry.number()
                                + " names its patient under another de-identification key than this worker's (check "
                                + keyCheck
                                + "), so their notes cannot be told from others'; enter the patient again with"
                                + " `residency data withdraw`, with this key and the former one")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Looks through a dataset's shards for patients who withdrew.
     *
     * @throws WithdrawnPatientException if one is in it
     */
    public void requireNoneIn(ArtifactCache cache, Dataset dataset) {
        Set<String> patients = patients();
        if (patients.isEmpty()) {
            return;
        }
        int cases = dataset.shards().stream()
                .mapToInt(shard -> count(cache, shard, patients))
                .sum();
        if (cases > 0) {
            throw new WithdrawnPatientException("dataset " + dataset.ref().shortDigest() + ": found " + cases
                    + " cases of patients who withdrew, expected none; start a new run, which leaves them out");
        }
    }

    /** The entries in which a dataset or model with one of these digests is named. */
    public List<Withdrawal> naming(Collection<String> sha256s) {
        return entries().stream()
                .filter(entry -> Stream.concat(entry.datasets().stream(), entry.models().stream())
                        .anyMatch(sha256s::contains))
                .toList();
    }

    /**
     * Holds a model against the register: its own digest, and what it was made from.
     *
     * @param manifest the head of the chain of its run
     * @throws WithdrawnPatientException if it has learned from a patient who withdrew
     */
    public void requireFree(ArtifactCache cache, ArtifactRef model, ArtifactRef manifest) {
        if (entries().isEmpty()) {
            return;
        }
        ManifestChain chain = ManifestChain.read(store, manifest);
        requireNotNamed(model, Lineage.digests(chain));
        Optional<ArtifactRef> audits = chain.output("audits");
        Optional<ArtifactRef> index = chain.output("dataset");
        if (audits.isPresent() && index.isPresent()) {
            List<Shard> shards = AuditedShards.read(store, audits.get()).published();
            requireNoneIn(cache, new Dataset(index.get(), shards, audits));
        }
    }

    /**
     * As {@link #requireFree(ArtifactCache, ArtifactRef, ArtifactRef)}, of a model about which no more is known.
     *
     * @throws WithdrawnPatientException if the register names it
     */
    public void requireFree(ArtifactRef model) {
        requireNotNamed(model, Set.of());
    }

    private void requireNotNamed(ArtifactRef model, Set<String> lineage) {
        Set<String> digests =
                Stream.concat(Stream.of(model.sha256()), lineage.stream()).collect(Collectors.toUnmodifiableSet());
        List<Withdrawal> naming = naming(digests);
        if (!naming.isEmpty()) {
            throw new WithdrawnPatientException("model " + model.shortDigest()
                    + ": it has learned from a patient who withdrew (withdrawal "
                    + naming.get(0).number() + "), expected one that has not; train anew without them");
        }
    }

    private static int count(ArtifactCache cache, Shard shard, Set<String> patients) {
        try (InputStream lines = Files.newInputStream(cache.file(shard.ref()))) {
            return ShardPatients.count(shard.ref().uri().toString(), lines, patients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Withdrawal read(String key) {
        ArtifactRef ref = store.find(key)
                .orElseThrow(() -> new ArtifactMissingException("withdrawals: nothing lies under " + key));
        Withdrawal entry = ArtifactJson.read(ref, store.read(ref), Withdrawal.class);
        if (!Withdrawal.key(entry.number()).equals(key)) {
            throw new ArtifactCorruptException(
                    ref.uri() + ": found number " + entry.number() + ", expected the number in its name");
        }
        return entry;
    }
}
