package org.residency.artifacts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything in a store that a patient has touched.
 *
 * @param runs by name; those with nothing of the patient are left out
 * @param inService whether the model in service is among the touched
 */
public record WithdrawalTrace(List<Run> runs, boolean inService) {

    private static final Pattern IN_RUN = Pattern.compile("runs/([^/]+)/([^/]+)/(.+)");

    /**
     * What one run has of the patient.
     *
     * @param rawShards keys of raw shards with their notes as they were; nothing but de-identification reads those
     * @param dataset the dataset that holds them
     * @param cases of the patient in it, by split
     * @param models adapters and models that learned from them, in this run or in one whose model this one went on from
     * @param deployments numbers of the deployments that put such a model to service
     */
    public record Run(
            String name,
            List<String> rawShards,
            Optional<ArtifactRef> dataset,
            SortedMap<Split, Integer> cases,
            List<ArtifactRef> models,
            List<Integer> deployments) {}

    public WithdrawalTrace {
        runs = List.copyOf(runs);
    }

    /** The digests of the datasets. */
    public SortedSet<String> datasets() {
        return digests(runs.stream().flatMap(run -> run.dataset().stream()));
    }

    /** The digests of the adapters and models. */
    public SortedSet<String> models() {
        return digests(runs.stream().flatMap(run -> run.models().stream()));
    }

    private static SortedSet<String> digests(Stream<ArtifactRef> refs) {
        SortedSet<String> digests = new TreeSet<>();
        refs.forEach(ref -> digests.add(ref.sha256()));
        return digests;
    }

    /**
     * Looks through a whole store: every shard of every run is read.
     *
     * @param names what the patient is called in datasets
     * @param rawNames what the patient is called in the notes as they were given; kept nowhere
     */
    public static WithdrawalTrace of(ArtifactStore store, Set<String> names, Set<String> rawNames) {
        Search search = new Search(store, names, rawNames);
        store.list("runs/").forEach(search::look);
        return search.result();
    }

    /** One pass over the keys of a store. */
    private static final class Search {
        private final ArtifactStore store;
        private final Set<String> names;
        private final Set<String> rawNames;
        private final SortedMap<String, List<String>> rawShards = new TreeMap<>();
        private final SortedMap<String, ArtifactRef> datasets = new TreeMap<>();
        private final Map<String, SortedMap<Split, Integer>> cases = new HashMap<>();
        private final List<Manifest> manifests = new ArrayList<>();

        Search(ArtifactStore store, Set<String> names, Set<String> rawNames) {
            this.store = store;
            this.names = names;
            this.rawNames = rawNames;
        }

        void look(String key) {
            Matcher place = IN_RUN.matcher(key);
            if (!place.matches()) {
                return;
            }
            String run = place.group(1);
            String file = place.group(2) + "/" + place.group(3);
            if (file.startsWith("1-ingest/raw/") && !rawNames.isEmpty() && count(found(key), rawNames) > 0) {
                rawShards.computeIfAbsent(run, any -> new ArrayList<>()).add(key);
            } else if (file.equals("2-deidentification/audits.json")) {
                lookIntoDataset(run, key);
            } else if (place.group(3).equals("manifest.json")) {
                ArtifactRef ref = found(key);
                manifests.add(ArtifactJson.read(ref, store.read(ref), Manifest.class));
            }
        }

        private void lookIntoDataset(String run, String key) {
            SortedMap<Split, Integer> bySplit = new TreeMap<>();
            for (Shard shard : AuditedShards.read(store, found(key)).published()) {
                int count = count(shard.ref(), names);
                if (count > 0) {
                    bySplit.merge(shard.split(), count, Integer::sum);
                }
            }
            if (!bySplit.isEmpty()) {
                datasets.put(run, found(key.replaceFirst("audits\\.json$", "dataset.json")));
                cases.put(run, bySplit);
            }
        }

        WithdrawalTrace result() {
            Set<String> learners = Lineage.learnedFrom(digests(datasets.values().stream()), manifests);
            SortedMap<String, Set<ArtifactRef>> models = new TreeMap<>();
            for (Manifest manifest : manifests) {
                for (ArtifactRef learner : Lineage.learners(manifest)) {
                    if (learners.contains(learner.sha256())) {
                        models.computeIfAbsent(manifest.run(), any -> new LinkedHashSet<>())
                                .add(learner);
                    }
                }
            }
            List<Deployment> deployments = new DeploymentLog(store).entries();
            SortedMap<String, List<Integer>> numbers = new TreeMap<>();
            for (Deployment one : deployments) {
                if (learners.contains(one.model().ref().sha256())) {
                    numbers.computeIfAbsent(one.run(), any -> new ArrayList<>()).add(one.number());
                }
            }
            SortedSet<String> runs = new TreeSet<>(rawShards.keySet());
            runs.addAll(datasets.keySet());
            runs.addAll(models.keySet());
            runs.addAll(numbers.keySet());
            boolean inService = !deployments.isEmpty()
                    && learners.contains(deployments
                            .get(deployments.size() - 1)
                            .model()
                            .ref()
                            .sha256());
            return new WithdrawalTrace(
                    runs.stream()
                            .map(run -> new Run(
                                    run,
                                    List.copyOf(rawShards.getOrDefault(run, List.of())),
                                    Optional.ofNullable(datasets.get(run)),
                                    cases.getOrDefault(run, new TreeMap<>()),
                                    List.copyOf(models.getOrDefault(run, Set.of())),
                                    List.copyOf(numbers.getOrDefault(run, List.of()))))
                            .toList(),
                    inService);
        }

        private int count(ArtifactRef shard, Set<String> patients) {
            try {
                return ShardPatients.count(
                        shard.uri().toString(), new ByteArrayInputStream(store.read(shard)), patients);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private ArtifactRef found(String key) {
            return store.find(key)
                    .orElseThrow(() -> new ArtifactMissingException(key + ": was listed, and is gone; look again"));
        }
    }
}
