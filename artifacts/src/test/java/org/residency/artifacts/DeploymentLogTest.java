package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.residency.artifacts.testing.InMemoryArtifactStore;

class DeploymentLogTest {

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final DeploymentLog log = new DeploymentLog(store);
    private final MergedModel model = new MergedModel(store.put("model", new byte[] {1}));
    private final ArtifactRef manifest = store.put("manifest", new byte[] {2});
    private final ServedSettings settings = new ServedSettings(0.6, 0.95, 256);

    @Test
    void isEmptyBeforeTheFirstDeployment() {
        assertThat(log.current()).isEmpty();
        assertThat(log.entries()).isEmpty();
    }

    @Test
    void numbersDeploymentsAndNamesTheOneReplaced() {
        Deployment first = promote("r1");
        Deployment second = promote("r2");

        assertThat(first.replaced()).isEmpty();
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.replaced()).contains(1);
        assertThat(log.current()).contains(second);
        assertThat(log.entries()).containsExactly(first, second);
        assertThat(store.list("deployments/")).containsExactly("deployments/000001.json", "deployments/000002.json");
    }

    @Test
    void promotesARunOnce() {
        Deployment first = promote("r1");
        promote("r2");

        assertThat(promote("r1")).isEqualTo(first);
        assertThat(log.entries()).hasSize(2);
    }

    @Test
    void restoresTheOneReplacedOnce() {
        Deployment first = promote("r1");
        promote("r2");

        Deployment back = log.restore(2);

        assertThat(back.number()).isEqualTo(3);
        assertThat(back.run()).isEqualTo("r1");
        assertThat(back.model()).isEqualTo(first.model());
        assertThat(back.restores()).contains(1);
        assertThat(back.replaced()).contains(2);
        assertThat(log.restore(2)).isEqualTo(back);
    }

    @Test
    void refusesToUndoWhatIsNotInService() {
        promote("r1");
        promote("r2");

        assertThatThrownBy(() -> log.restore(1)).hasMessageContaining("deployment 1 is not in service, number 2 is");
    }

    @Test
    void refusesToUndoTheFirst() {
        promote("r1");

        assertThatThrownBy(() -> log.restore(1)).hasMessageContaining("nothing to go back to");
    }

    @Test
    void givesEachOfManyWritersItsOwnNumber() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Deployment>> promotions = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Deployment>) () -> promote("r" + i))
                    .toList();
            for (Future<Deployment> promotion : writers.invokeAll(promotions)) {
                promotion.get();
            }
        } finally {
            writers.shutdownNow();
        }

        assertThat(log.entries()).extracting(Deployment::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(log.entries()).extracting(Deployment::run).doesNotHaveDuplicates();
    }

    private Deployment promote(String run) {
        return log.promote(run, model, manifest, settings);
    }
}
