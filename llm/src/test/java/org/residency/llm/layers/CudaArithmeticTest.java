package org.residency.llm.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.llm.bench.BenchShape;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.Transformer;
import org.residency.llm.testing.AutogradGradients;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;
import org.residency.llm.training.PackedRow;

/** Kernels of our own against the library's operators, and the walk with them against autograd. */
@Tag("gpu")
class CudaArithmeticTest {
    /** A rounding to bfloat16 of numbers up to 16, and some more. */
    private static final double ROUNDING = 0.13;

    private Kernels kernels;
    private NDManager manager;
    private LayerArithmetic own;
    private LayerArithmetic library;

    @BeforeAll
    static void needsADevice() {
        assumeTrue(Files.exists(Path.of("/dev/nvidia0")), "no CUDA device here");
    }

    @BeforeEach
    void open() {
        kernels = Kernels.start(ComputeDevice.gpu(0), 1);
        manager = kernels.newManager();
        own = CudaArithmetic.on(kernels, 1e-5).orElseThrow();
        library = new LibraryArithmetic(kernels, 1e-5);
    }

    @AfterEach
    void close() {
        manager.close();
        kernels.close();
    }

    @Test
    void normsAlike() {
        NDArray x = random(1, 33, 4096);
        NDArray weight = random(2, 4096);
        assertThat(distance(own.norm(x, weight, manager), library.norm(x, weight, manager)))
                .isLessThan(ROUNDING);
        NDArray gradient = random(3, 33, 4096);
        NDArray mine = random(4, 33, 4096);
        NDArray theirs = random(4, 33, 4096);
        own.addNormGradient(x, weight, gradient, mine);
        library.addNormGradient(x, weight, gradient, theirs);
        assertThat(distance(mine, theirs)).isLessThan(ROUNDING);
        assertThat(distance(mine, random(4, 33, 4096))).isGreaterThan(1);
    }

    @Test
    void turnsAlikeAndBack() {
        NDArray angles = manager.randomUniform(0, 6, new Shape(33, 64), DataType.FLOAT32);
        NDArray cos = angles.cos();
        NDArray sin = angles.sin();
        NDArray mine = random(5, 33, 512);
        NDArray theirs = random(5, 33, 512);
        own.rotate(mine, cos, sin, 1);
        library.rotate(theirs, cos, sin, 1);
        assertThat(distance(mine, theirs)).isLessThan(ROUNDING);
        own.rotate(mine, cos, sin, -1);
        assertThat(distance(mine, random(5, 33, 512))).isLessThan(ROUNDING);
    }

    @Test
    void gatesAlike() {
        NDArray gate = random(6, 33, 1024);
        NDArray up = random(7, 33, 1024);
        assertThat(distance(own.gated(gate, up, manager), library.gated(gate, up, manager)))
                .isLessThan(ROUNDING);
        NDArray theirGate = random(6, 33, 1024);
        NDArray theirUp = random(7, 33, 1024);
        NDArray gradient = random(8, 33, 1024);
        own.gatedGradient(gate, up, gradient);
        library.gatedGradient(theirGate, theirUp, gradient);
        assertThat(distance(gate, theirGate)).isLessThan(ROUNDING);
        assertThat(distance(up, theirUp)).isLessThan(ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 48})
    void adaptsAlikeBeforeItGates(int rank) {
        NDArray low = random(12, 77, 2L * rank);
        List<NDArray> b = List.of(random(13, 1056, rank), random(14, 1056, rank));
        NDArray gate = random(6, 77, 1056);
        NDArray up = random(7, 77, 1056);
        NDArray theirGate = random(6, 77, 1056);
        NDArray theirUp = random(7, 77, 1056);
        NDArray mine = own.adaptedAndGated(gate, up, low, b, 0.1, manager);
        NDArray theirs = library.adaptedAndGated(theirGate, theirUp, low, b, 0.1, manager);
        assertThat(distance(gate, theirGate)).isLessThan(ROUNDING);
        assertThat(distance(up, theirUp)).isLessThan(ROUNDING);
        assertThat(distance(mine, theirs)).isLessThan(2 * ROUNDING);
        assertThat(distance(up, random(7, 77, 1056))).isGreaterThan(0.3);
    }

    @Test
    void givesAQuantisedWeightsVeryValues() {
        try (Transformer model = model(BaseQuantization.NF4)) {
            LoraAdapter adapter = LoraAdapter.create(model, LoraSettings.defaults(), 1);
            LayerWeights layer = new LayerWeights(model, adapter.tensors(), 0);
            try (NDManager step = model.kernels().newManager()) {
                LayerArithmetic cuda = CudaArithmetic.on(model.kernels(), 1e-5).orElseThrow();
                for (org.residency.llm.lora.Projection projection : org.residency.llm.lora.Projection.values()) {
                    LayerWeights.Codes codes = layer.codes(projection).orElseThrow();
                    NDArray mine = cuda.dequantized(codes, layer.firstNorm(), step);
                    NDArray theirs =
                            new LibraryArithmetic(model.kernels(), 1e-5).dequantized(codes, layer.firstNorm(), step);
                    assertThat(distance(model.kernels(), mine, theirs)).isZero();
                }
            }
            adapter.close();
        }
    }

    @Test
    void knowsTokensAlike() {
        NDArray targets = manager.create(new long[] {5, 0, 1023, 77});
        NDArray slopes = manager.create(new float[] {0, 0.5f, -1, 2});
        for (double temperature : new double[] {1, 0.7}) {
            NDArray mine = random(9, 3, 1024);
            NDArray theirs = random(9, 3, 1024);
            Known known = new Known(manager.zeros(new Shape(4)), manager.zeros(new Shape(4)));
            Known wanted = new Known(manager.zeros(new Shape(4)), manager.zeros(new Shape(4)));
            own.logProbabilities(mine, targets, 1, temperature, known);
            library.logProbabilities(theirs, targets, 1, temperature, wanted);
            Reference.assertClose(
                    known.logProbabilities(), wanted.logProbabilities().toFloatArray(), 1e-4);
            Reference.assertClose(known.entropies(), wanted.entropies().toFloatArray(), 1e-3);
            assertThat(known.entropies().toFloatArray()[3]).isPositive();
            own.logitGradient(mine, targets, slopes, 1, temperature, known.entropies());
            library.logitGradient(theirs, targets, slopes, 1, temperature, wanted.entropies());
            Reference.assertClose(known.entropies(), wanted.logProbabilities().toFloatArray(), 1e-4);
            assertThat(distance(mine, theirs)).isLessThan(0.02);
            assertThat(distance(mine, random(9, 3, 1024))).isGreaterThan(1);
        }
    }

    @Test
    void blendsAlike() {
        NDArray mine = random(10, 9, 512);
        NDArray theirs = random(10, 9, 512);
        NDArray other = random(11, 6, 512);
        NDArray first = manager.randomUniform(0, 1, new Shape(4, 6), DataType.FLOAT32);
        NDArray second = first.neg().add(1);
        own.blend(mine, other, first, second);
        library.blend(theirs, other, first, second);
        assertThat(distance(mine, theirs)).isLessThan(ROUNDING);
        assertThat(distance(mine, random(10, 9, 512))).isGreaterThan(1);
    }

    @Test
    void takesTheGradientThatAutogradTakes() {
        Random random = new Random(3);
        TokenIds prompt = tokens(random, 40);
        takesTheGradient(
                List.of(tokens(random, 5), tokens(random, 1)), List.of(tokens(random, 60), tokens(random, 90)), false);
        takesTheGradient(
                List.of(prompt, prompt, tokens(random, 30)),
                List.of(tokens(random, 60), tokens(random, 90), tokens(random, 1)),
                true);
    }

    private static void takesTheGradient(List<TokenIds> prompts, List<TokenIds> targets, boolean shared) {
        for (BaseQuantization quantization : List.of(BaseQuantization.NONE, BaseQuantization.NF4)) {
            for (boolean checkpointing : new boolean[] {true, false}) {
                try (Transformer model = model(quantization);
                        LoraAdapter adapter = LoraAdapter.create(model, LoraSettings.defaults(), 1);
                        NDManager step = model.kernels().newManager()) {
                    adapter.namedTensors().forEach((name, factor) -> {
                        if (name.contains("lora_B")) {
                            model.kernels()
                                    .copy(
                                            List.of(step.randomNormal(0, 0.02f, factor.getShape(), DataType.FLOAT32)),
                                            List.of(factor));
                        }
                    });
                    LabelledBatch batch = GradientMethod.PACKED.batch(prompts, targets);
                    AutogradGradients autograd = new AutogradGradients(
                            model, adapter, batch.row(step, false).orElseThrow(), 0.01, step);
                    List<NDArray> wanted = autograd.zeros();
                    double loss = autograd.addTo(wanted);
                    LayerWalk walk =
                            LayerWalk.on(model, adapter, 0, checkpointing).orElseThrow();
                    PackedRow row = walk.row(batch, step);
                    assertThat(row.shared().isPresent()).isEqualTo(shared);
                    // A shape that comes again is served by another kernel.
                    for (int time = 0; time < 3; time++) {
                        List<NDArray> found = autograd.zeros();
                        NDArray known = walk.addGradients(row, -0.01, found, step);
                        assertThat(-0.01 * known.sum().getFloat()).isCloseTo(loss, offset(2e-3));
                        assertThat(-0.01
                                        * walk.logProbabilities(row, true, 1, step)
                                                .logProbabilities()
                                                .sum()
                                                .getFloat())
                                .isCloseTo(loss, offset(2e-3));
                        assertThat(apart(wanted, found))
                                .as("%s, checkpointing %s, time %d", quantization, checkpointing, time)
                                .isBetween(1e-5, 0.03);
                    }
                }
            }
        }
    }

    /** The length of the difference, of the length of all. */
    private static double apart(List<NDArray> wanted, List<NDArray> found) {
        double apart = 0;
        double all = 0;
        for (int i = 0; i < wanted.size(); i++) {
            apart += wanted.get(i).sub(found.get(i)).square().sum().getFloat();
            all += wanted.get(i).square().sum().getFloat();
        }
        return Math.sqrt(apart / all);
    }

    private static TokenIds tokens(Random random, int count) {
        return TokenIds.of(random.ints(count, 3, 32_000).toArray());
    }

    private static Transformer model(BaseQuantization quantization) {
        return Transformer.random(
                BenchShape.TINY.config(256), ComputeDevice.gpu(0), ComputeType.BFLOAT16, quantization, 1, 1);
    }

    private NDArray random(long seed, long... shape) {
        return kernels.call("random_weight", manager)
                .tensor(manager.create(0f))
                .integers(shape)
                .integers(ComputeType.BFLOAT16.torchCode(), seed)
                .reals(0, 1)
                .run()
                .head();
    }

    private double distance(NDArray x, NDArray y) {
        return distance(kernels, x, y);
    }

    private static double distance(Kernels kernels, NDArray x, NDArray y) {
        try (NDManager step = kernels.newManager()) {
            return kernels.call("compare", step)
                    .tensor(x)
                    .tensor(y)
                    .run()
                    .head()
                    .toDoubleArray()[1];
        }
    }
}
