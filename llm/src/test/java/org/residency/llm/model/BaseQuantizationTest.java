package org.residency.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.residency.llm.testing.Reference.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;
import org.residency.llm.testing.ThreeSteps;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.GradientMethod;

/** Against bitsandbytes' numbers, made by {@code reference/make_quantization.py}. */
class BaseQuantizationTest {
    private final SafetensorsReader bitsandbytes = SafetensorsReader.open(Reference.file("quantization.safetensors"));
    private final Reference reference = new Reference();

    @Test
    void hasTheDynamicMapsOfBitsandbytes() {
        // PyTorch's linspace, which bitsandbytes calls, rounds its last bit as wide as the processor's vectors are.
        assertClose(QuantizationTables.dynamicMap(true), floats("map.signed"), 1e-7);
        assertClose(QuantizationTables.dynamicMap(false), floats("map.unsigned"), 1e-7);
    }

    @Test
    void givesTheCodesAndTheValuesOfBitsandbytes() {
        quantised(BaseQuantization.NF4, (codes, state, values) -> {
            assertThat(codes.getShape()).isEqualTo(new Shape(160, 96));
            assertClose(codes.toType(DataType.FLOAT32, true), floats("nf4.codes"), 0);
            assertClose(state.get(0).toType(DataType.FLOAT32, true), floats("nf4.blocks"), 0);
            float[] statistics = state.get(1).toFloatArray();
            assertThat(statistics[0]).isEqualTo(floats("nf4.mean")[0]);
            assertThat(new float[] {statistics[1], statistics[2]}).isEqualTo(floats("nf4.outer"));
            assertClose(values, floats("nf4.values"), 1e-7);
            assertThat(codes.size() + state.get(0).size() + 4L * state.get(1).size())
                    .isEqualTo(BaseQuantization.NF4.bytes(160, 192, 2));
        });
    }

    @Test
    void givesTheEightBitCodesOfBitsandbytes() {
        quantised(BaseQuantization.INT8, (codes, state, values) -> {
            assertClose(codes.toType(DataType.FLOAT32, true), floats("int8.codes"), 0);
            assertClose(state.get(0), floats("int8.absmax"), 0);
            assertClose(values, floats("int8.values"), 1e-7);
            assertThat(codes.size() + 4L * state.get(0).size()).isEqualTo(BaseQuantization.INT8.bytes(160, 192, 2));
        });
    }

    @ParameterizedTest
    @CsvSource({"NF4, 1e-3, 0.5", "INT8, 1e-4, 0.02"})
    void computesAsAModelOfTheRoundedWeightsDoes(BaseQuantization quantization, double least, double most) {
        TokenIds tokens = reference.prompts().get(0);
        try (Transformer quantised = tiny(quantization);
                Transformer rounded = roundedTiny(quantization);
                Transformer exact = tiny(BaseQuantization.NONE);
                NDManager owner = exact.kernels().newManager()) {
            float[] found = quantised.logits(tokens, Optional.empty(), owner).toFloatArray();
            assertClose(rounded.logits(tokens, Optional.empty(), owner), found, 1e-5);
            float[] wanted = exact.logits(tokens, Optional.empty(), owner).toFloatArray();
            assertThat(norm(found, wanted) / norm(wanted, new float[wanted.length]))
                    .as("share of the logits that rounding changed")
                    .isBetween(least, most);
            assertThat(quantised.parameterCount()).isEqualTo(exact.parameterCount());
            assertThat(greedy(quantised)).isEqualTo(greedy(rounded));
        }
    }

    @ParameterizedTest
    @EnumSource(value = BaseQuantization.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void trainsAnAdapterAsOverTheRoundedWeights(BaseQuantization quantization) {
        try (Transformer quantised = tiny(quantization);
                Transformer rounded = roundedTiny(quantization)) {
            List<Double> found = new ThreeSteps(quantised, GradientMethod.AUTOMATIC).take();
            List<Double> wanted = new ThreeSteps(rounded, GradientMethod.CHECKPOINTED).take();
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(found.get(i)).isCloseTo(wanted.get(i), org.assertj.core.data.Offset.offset(1e-5));
            }
        }
    }

    @Test
    void refusesWhatCannotBeQuantisedOrWouldKeepEveryWeightTwice() {
        ModelConfig odd = new ModelConfig(
                Architecture.LLAMA,
                32,
                12,
                20,
                1,
                1,
                1,
                12,
                64,
                0,
                1e-5,
                RotaryEmbedding.plain(10_000),
                true,
                Optional.of(1),
                List.of(2));
        assertThatThrownBy(() -> new WeightLayout(odd).requireQuantizable(BaseQuantization.NF4, Path.of("config.json")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("q_proj")
                .hasMessageContaining("multiple of 64");
        assertThatThrownBy(() -> GradientMethod.PADDED.with(ComputeType.BFLOAT16, BaseQuantization.NF4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checkpointed");
        assertThatThrownBy(() -> BaseQuantization.named("int3")).hasMessageContaining("[none, nf4, int8]");
    }

    /** What a quantised weight is held as, and the values that this stands for. */
    @FunctionalInterface
    private interface Quantised {
        void check(NDArray codes, List<NDArray> state, float[] values);
    }

    /** The weight [160, 192] that bitsandbytes was given too. */
    private void quantised(BaseQuantization quantization, Quantised check) {
        try (Kernels kernels = Kernels.start(ComputeDevice.cpu(), 1);
                NDManager manager = kernels.newManager()) {
            WeightQuantizer quantizer = new WeightQuantizer(kernels, quantization, manager);
            NDArray codes = quantizer.held(
                    new WeightLayout.Slot("a_proj.weight", List.of(160L, 192L), true),
                    manager.create(floats("nf4.weight"), new Shape(160, 192)));
            List<NDArray> state = quantizer.state();
            check.check(codes, state, values(kernels, manager, codes, state));
        }
    }

    private List<TokenIds> greedy(Transformer model) {
        return new Generator(model, Optional.empty(), Set.of())
                        .generate(
                                List.of(new Prompt(0, reference.prompts().get(0))),
                                1,
                                SamplingSettings.greedy(12),
                                GenerationListener.SILENT)
                        .stream()
                        .map(Completion::tokens)
                        .toList();
    }

    /** The tiny model whose projections have the values that their codes stand for. */
    private static Transformer roundedTiny(BaseQuantization quantization) {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Transformer exact = tiny(BaseQuantization.NONE);
                NDManager manager = exact.kernels().newManager()) {
            exact.namedWeights().forEach((name, weight) -> {
                WeightLayout.Slot slot = new WeightLayout.Slot(name, List.of(weight.size()), true);
                if (slot.projection()) {
                    WeightQuantizer quantizer = new WeightQuantizer(exact.kernels(), quantization, manager);
                    NDArray codes = quantizer.held(slot, weight.duplicate());
                    values.put(name, values(exact.kernels(), manager, codes, quantizer.state()));
                } else {
                    values.put(name, weight.toFloatArray());
                }
            });
            return Transformer.create(exact.config(), 1, (name, shape) -> values.get(name));
        }
    }

    private static Transformer tiny(BaseQuantization quantization) {
        return Transformer.load(
                new ModelFolder(Reference.file("tiny")), ComputeDevice.cpu(), ComputeType.FLOAT32, quantization, 1);
    }

    private static float[] values(Kernels kernels, NDManager manager, NDArray codes, List<NDArray> state) {
        return kernels.call("dequantized", manager)
                .tensor(codes)
                .tensor(state.get(0))
                .tensor(state.get(1))
                .tensor(state.get(2))
                .run()
                .head()
                .toFloatArray();
    }

    private float[] floats(String name) {
        return Reference.floats(bitsandbytes, name);
    }

    private static double norm(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }
}
