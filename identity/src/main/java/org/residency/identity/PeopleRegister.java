package org.residency.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The registered people, one JSON file each in a folder. Files are read when they are asked for, so that an entry that is
 * added or taken away counts at once.
 */
public final class PeopleRegister {

    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final Path folder;

    public PeopleRegister(Path folder) {
        this.folder = folder;
    }

    /**
     * The person of that name.
     *
     * @throws IdentityException if the entry is damaged
     */
    public Optional<Person> find(String name) {
        Path file = folder.resolve(Person.checkName(name) + SUFFIX);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /**
     * Everyone, by name.
     *
     * @throws IdentityException if an entry is damaged
     */
    public List<Person> people() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(SUFFIX) && !name.startsWith(".");
                    })
                    .sorted()
                    .map(PeopleRegister::read)
                    .toList();
        } catch (IOException e) {
            throw new IdentityException(
                    "cannot list " + folder + ": " + e.getMessage() + "; check RESIDENCY_PEOPLE", e);
        }
    }

    /** Everyone who has the role, by name. */
    public List<Person> with(Role role) {
        return people().stream().filter(person -> person.may(role)).toList();
    }

    /**
     * Adds a person.
     *
     * @throws IdentityException if the name is taken, or the entry cannot be written
     */
    public void register(Person person) {
        Path file = folder.resolve(person.name() + SUFFIX);
        Path partial = folder.resolve("." + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            Files.writeString(partial, JSON.writeValueAsString(person) + "\n");
            // Fails where the name is taken, and nobody ever sees half an entry.
            Files.createLink(file, partial);
        } catch (FileAlreadyExistsException e) {
            throw new IdentityException(
                    file + ": " + person.name() + " is registered already; entries are never overwritten", e);
        } catch (IOException e) {
            throw new IdentityException("cannot write " + file + ": " + e.getMessage() + "; check RESIDENCY_PEOPLE", e);
        } finally {
            delete(partial);
        }
    }

    private static Person read(Path file) {
        try {
            Person person = JSON.readValue(file.toFile(), Person.class);
            String name = file.getFileName().toString();
            if (!name.equals(person.name() + SUFFIX)) {
                throw new IdentityException(file + ": found name " + person.name() + ", expected the name of the file");
            }
            String fingerprint = Ed25519.fingerprint(Ed25519.publicKey(person.publicKey()));
            if (!fingerprint.equals(person.keyFingerprint())) {
                throw new IdentityException(file + ": found keyFingerprint " + person.keyFingerprint()
                        + ", expected that of publicKey, " + fingerprint);
            }
            return person;
        } catch (JsonMappingException e) {
            throw new IdentityException(
                    file + ": not a person: "
                            + (e.getCause() == null
                                    ? e.getOriginalMessage()
                                    : e.getCause().getMessage()),
                    e);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IdentityException(file + ": not a person: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IdentityException(file + ": no such entry", e);
        } catch (IOException e) {
            throw new IdentityException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new IdentityException("cannot remove " + partial + ": " + e.getMessage(), e);
        }
    }
}
