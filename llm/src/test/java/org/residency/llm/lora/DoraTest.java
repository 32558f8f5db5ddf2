package org.residency.llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.sft.SftExample;
import org.residency.llm.sft.SftSettings;
import org.residency.llm.sft.SftStep;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;

/** DoRA as PEFT has it: {@code reference/make_dora.py} made the adapter and what is expected of it. */
class DoraTest {
    private final Reference reference = new Reference();
    private final SafetensorsReader expected = SafetensorsReader.open(Reference.file("dora/expected.safetensors"));
    private final LanguageModel model = Reference.tinyModel();
    private final LoraAdapter adapter = model.loadAdapter(Reference.file("dora"));

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        adapter.close();
        model.close();
    }

    @Test
    void givesTheLogitsOfPeft() {
        try (NDManager owner = model.transformer().kernels().newManager()) {
            TokenIds prompt = reference.prompts().get(0);
            float[] logits = Reference.floats(expected, "logits");
            Reference.assertClose(model.transformer().logits(prompt, Optional.of(adapter), owner), logits, 1e-4);
            Reference.assertClose(
                    model.transformer().logits(prompt, Optional.of(adapter.settled(owner)), owner), logits, 1e-4);
        }
    }

    @Test
    void generatesTheTokensOfPeft() {
        List<TokenIds> texts = reference.prompts();
        List<Prompt> prompts = IntStream.range(0, texts.size())
                .mapToObj(i -> new Prompt(i, texts.get(i)))
                .toList();
        List<Completion> completions =
                model.generator(adapter).generate(prompts, 1, SamplingSettings.greedy(24), GenerationListener.SILENT);
        for (int i = 0; i < prompts.size(); i++) {
            float[] tokens = Reference.floats(expected, "greedy." + i);
            assertThat(completions.get(i).tokens())
                    .isEqualTo(TokenIds.of(IntStream.range(0, tokens.length)
                            .map(at -> (int) tokens[at])
                            .toArray()));
        }
    }

    @ParameterizedTest
    @EnumSource(GradientMethod.class)
    void isTrainedAsByPeft(GradientMethod method) {
        List<SftExample> examples = IntStream.range(0, 3)
                .mapToObj(i -> new SftExample(
                        reference.prompts().get(i), reference.targets().get(i)))
                .toList();
        OptimizerSettings optimization =
                OptimizerSettings.defaults().withWeightDecay(0.1).withMaxGradientNorm(1e6);
        try (AdamW optimizer = new AdamW(model.transformer().kernels(), adapter.namedTensors(), optimization)) {
            SftSettings settings = SftSettings.defaults().withBatch(3, 1).withGradients(method);
            SftStep step = new SftStep(model.transformer(), adapter, optimizer, settings);
            double first = step.take(examples, 0, 3, 1e-2).loss();
            step.take(examples, 1, 3, 1e-2);
            step.take(examples, 2, 3, 1e-2);
            assertThat(first).isCloseTo(Reference.floats(expected, "loss")[0], within(1e-5));
        }
        assertThat(adapter.namedTensors()).hasSize(3 * 9);
        adapter.namedTensors()
                .forEach((name, tensor) ->
                        Reference.assertClose(tensor, Reference.floats(expected, "after." + name), 1e-5));
    }

    @Test
    void isWrittenAsPeftWroteIt() {
        adapter.save(folder);
        SafetensorsReader theirs = SafetensorsReader.open(Reference.file("dora/adapter_model.safetensors"));
        SafetensorsReader ours = SafetensorsReader.open(folder.resolve("adapter_model.safetensors"));
        assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(theirs.names());
        theirs.names()
                .forEach(name -> assertThat(Reference.floats(ours, name)).isEqualTo(Reference.floats(theirs, name)));
        try (LoraAdapter again = model.loadAdapter(folder)) {
            assertThat(again.settings()).isEqualTo(adapter.settings());
        }
    }

    @Test
    void isMergedAsByPeft() {
        Path merged = folder.resolve("merged");
        new AdapterMerger().merge(Reference.file("tiny"), Reference.file("dora"), merged);
        try (LanguageModel one = LanguageModel.load(merged, LoadOptions.cpu(1));
                NDManager owner = one.transformer().kernels().newManager()) {
            Reference.assertClose(
                    one.transformer().logits(reference.prompts().get(0), Optional.<LoraAdapter>empty(), owner),
                    Reference.floats(expected, "merged"),
                    1e-4);
        }
    }

    @ParameterizedTest
    @EnumSource(BaseQuantization.class)
    void changesNothingWhenFresh(BaseQuantization quantization) {
        TokenIds text = reference.prompts().get(1);
        LoadOptions options = LoadOptions.cpu(1).withQuantization(quantization);
        try (LanguageModel base = LanguageModel.load(Reference.file("tiny"), options);
                LoraAdapter fresh = LoraAdapter.create(
                        base.transformer(), LoraSettings.defaults().withDora(true), 1);
                NDManager owner = base.transformer().kernels().newManager()) {
            assertThat(fresh.namedTensors()).hasSize(3 * 7 * 2);
            Reference.assertClose(
                    base.transformer().logits(text, Optional.of(fresh), owner),
                    base.transformer()
                            .logits(text, Optional.<LoraAdapter>empty(), owner)
                            .toFloatArray(),
                    1e-6);
        }
    }
}
