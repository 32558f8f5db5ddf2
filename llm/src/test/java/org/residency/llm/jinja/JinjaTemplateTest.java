package org.residency.llm.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.testing.Reference;

class JinjaTemplateTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Templates and texts of {@code reference/make_templates.py}, which asked Transformers. */
    @TestFactory
    Stream<DynamicTest> rendersAsTransformersDoes() {
        Path folder = Reference.file("templates");
        JsonNode expected = JsonFile.read(folder.resolve("expected.json"));
        return StreamSupport.stream(expected.get("cases").spliterator(), false)
                .map(rendering -> DynamicTest.dynamicTest(
                        rendering.get("template").asText() + " "
                                + rendering.get("conversation").asText() + " " + rendering.get("variables"),
                        () -> {
                            JsonNode messages = expected.get("conversations")
                                    .get(rendering.get("conversation").asText());
                            Map<String, Object> variables = new HashMap<>(variables(rendering.get("variables")));
                            variables.put("messages", MAPPER.convertValue(messages, List.class));
                            variables.put("bos_token", "<s>");
                            variables.put("eos_token", "</s>");
                            variables.put("tools", null);
                            variables.put("documents", null);
                            variables.putIfAbsent("add_generation_prompt", false);
                            String template = Files.readString(
                                    folder.resolve(rendering.get("template").asText()));
                            assertThat(JinjaTemplate.parse(template).render(variables))
                                    .isEqualTo(rendering.get("text").asText());
                        }));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> variables(JsonNode node) {
        return MAPPER.convertValue(node, Map.class);
    }

    @Test
    void tellsTheDayAsPythonDoes() {
        assertThat(JinjaTemplate.parse("{{ strftime_now('%d %b %Y, %A') }}", () -> LocalDateTime.of(2026, 11, 3, 4, 5))
                        .render(Map.of()))
                .isEqualTo("03 Nov 2026, Tuesday");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "{{ x.y }} @ line 1: field y of something undefined",
                "{% for i in 3 %}{% endfor %} @ line 1: a loop over a Long",
                "{{ 'a' + 1 }} @ line 1: a String + a Long",
                "{{ 1 | frobnicate }} @ line 1: filter frobnicate, which is not among [abs,",
                "{{ 1 is odd_ish }} @ line 1: test odd_ish, which is not among",
                "{% include 'x' %} @ line 1: block 'include', which is not among for,",
                "{{ nothing() }} @ line 1: a call of something undefined",
                "{% if true %} @ where one of [elif, else, endif] is expected",
                "{{ 'open }} @ a string that does not end",
                "{{ (1 } @ that nothing opened",
                "{{ 1 // 0 }} @ line 1: a division by zero",
                "{{ [1].append(2) }} @ line 1: method append, which changes a list",
                "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %} @ a template without an end",
                "{{ 'x' * 99999999 }} @ line 1: a repetition to more than",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }} @ macros more than 100 deep",
            })
    void refusesWhatGoesWrong(String template, String message) {
        assertThatThrownBy(() -> JinjaTemplate.parse(template).render(Map.of()))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> JinjaTemplate.parse("{{ " + "(".repeat(5000) + ")".repeat(5000) + " }}"))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("in one another");
    }

    @Test
    void letsTheTemplateRefuse() {
        assertThatThrownBy(() -> JinjaTemplate.parse("{{ raise_exception('no system turn') }}")
                        .render(Map.of()))
                .isInstanceOf(RefusalException.class)
                .hasMessage("no system turn");
    }
}
