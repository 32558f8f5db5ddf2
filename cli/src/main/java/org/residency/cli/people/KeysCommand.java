package org.residency.cli.people;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Table;
import org.residency.identity.Pass;
import org.residency.identity.Person;
import org.residency.identity.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "keys",
        description = "Make and list the key pairs with which people sign.",
        subcommands = {
            KeysCommand.Create.class,
            KeysCommand.ListAll.class,
            KeysCommand.PassFor.class,
            PayloadKeysCommand.class
        })
public final class KeysCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: 'keys create', 'keys list', 'keys pass' or 'keys payload'");
    }

    /** Reads {@code data-steward}. */
    static final class RoleName implements ITypeConverter<Role> {

        @Override
        public Role convert(String text) {
            for (Role role : Role.values()) {
                if (People.word(role).equals(text)) {
                    return role;
                }
            }
            throw new TypeConversionException(
                    "found '" + text + "', expected any of " + People.words(Set.of(Role.values())));
        }
    }

    @Command(
            name = "create",
            description = "Make a key pair: the private half stays here, the public half is registered.")
    static final class Create implements Callable<Integer> {

        private final Context context;

        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits, dots and dashes.")
        private String name;

        @Option(
                names = "--role",
                required = true,
                split = ",",
                paramLabel = "ROLE",
                converter = RoleName.class,
                description = "requester, data-steward, clinician, operator or auditor; several with commas.")
        private List<Role> roles;

        Create(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            Person person = new People(context).create(name, new LinkedHashSet<>(roles));
            context.terminal()
                    .line(person.name() + " is registered as " + People.words(person.roles()) + " (key "
                            + person.keyFingerprint().substring(0, 12) + ").");
            context.terminal()
                    .line("The private key is " + context.home().keys().resolve(name + ".pem")
                            + ": whoever has it signs as " + name + ".");
            return ExitCode.DONE.number();
        }
    }

    @Command(
            name = "pass",
            description = "Print a pass, by which its holder is known to the api's codec endpoint for some hours.")
    static final class PassFor implements Callable<Integer> {

        private final Context context;

        @Parameters(paramLabel = "NAME", description = "Whose private key is on this machine.")
        private String name;

        @Option(names = "--hours", defaultValue = "8", paramLabel = "N", description = "1 to 12; 8 unless told.")
        private int hours;

        PassFor(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            if (hours < 1 || hours > Pass.LONGEST.toHours()) {
                throw CommandException.badInput("--hours: found " + hours + ", expected 1 to 12");
            }
            context.terminal().line(new People(context).pass(name, Duration.ofHours(hours)));
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "list", description = "List who is registered, and whose private key is on this machine.")
    static final class ListAll implements Callable<Integer> {

        private final Context context;

        @Option(names = "--json", description = "Print it as JSON.")
        private boolean json;

        ListAll(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            People people = new People(context);
            List<Person> all = people.all();
            if (json) {
                context.terminal().line(asJson(people, all).toPrettyString());
            } else if (all.isEmpty()) {
                context.terminal().line("Nobody is registered. ./residency keys create NAME --role requester");
            } else {
                Table table = new Table().row("NAME", "KEY", "PRIVATE KEY", "ROLES");
                all.forEach(person -> table.row(
                        person.name(),
                        person.keyFingerprint().substring(0, 12),
                        people.hasKey(person) ? "here" : "elsewhere",
                        People.words(person.roles())));
                table.print(context.terminal());
            }
            return ExitCode.DONE.number();
        }

        private static ArrayNode asJson(People people, List<Person> all) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (Person person : all) {
                ArrayNode roles = list.addObject()
                        .put("name", person.name())
                        .put("keyFingerprint", person.keyFingerprint())
                        .put("privateKeyHere", people.hasKey(person))
                        .putArray("roles");
                person.roles().forEach(role -> roles.add(People.word(role)));
            }
            return list;
        }
    }
}
