package org.residency.cli.run;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.residency.cli.exit.CommandException;

/** Reads a run's settings from YAML or JSON. Names and ranges are checked by the api, which knows them. */
final class SettingsFile {

    private SettingsFile() {}

    static ObjectNode read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CommandException.badInput("--settings: found " + (Files.exists(file) ? "no file at " : "nothing at ")
                    + file + ", expected a YAML or JSON file");
        }
        try {
            // JSON is YAML, too.
            JsonNode read = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
            if (read instanceof ObjectNode settings) {
                return settings;
            }
            throw CommandException.badInput("--settings: " + file + " holds "
                    + (read.isMissingNode() || read.isNull() ? "nothing" : "no settings")
                    + ", expected one section a stage, for example 'sft:' and below it 'maxSteps: 60'");
        } catch (MalformedInputException e) {
            throw CommandException.badInput("--settings: " + file + " is not UTF-8; save it as UTF-8", e);
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String line = place == null ? "" : ", line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw CommandException.badInput(
                    "--settings: " + file + line + ": neither YAML nor JSON; put it right there", e);
        } catch (IOException e) {
            throw CommandException.badInput("--settings: " + file + " cannot be read", e);
        }
    }
}
