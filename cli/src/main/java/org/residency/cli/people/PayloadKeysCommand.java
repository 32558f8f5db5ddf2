package org.residency.cli.people;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Table;
import org.residency.encryption.KeyFileException;
import org.residency.encryption.PayloadKey;
import org.residency.encryption.PayloadKeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "payload",
        description = "Make and rotate the keys under which Temporal's payloads are encrypted.",
        subcommands = {
            PayloadKeysCommand.Create.class,
            PayloadKeysCommand.ListAll.class,
            PayloadKeysCommand.Add.class,
            PayloadKeysCommand.Use.class,
            PayloadKeysCommand.Disable.class
        })
final class PayloadKeysCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: 'keys payload create', 'list', 'add', 'use' or 'disable'");
    }

    /** Which file, and what may go wrong with it. */
    private abstract static class OnFile implements Callable<Integer> {

        private final Context context;

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The file of keys (RESIDENCY_TEMPORAL_PAYLOAD_KEYS); the local stack's unless told.")
        private Path file;

        OnFile(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            try {
                act(new PayloadKeyFile(chosen()), context);
                return ExitCode.DONE.number();
            } catch (KeyFileException e) {
                throw CommandException.badInput(e.getMessage());
            }
        }

        abstract void act(PayloadKeyFile keys, Context context);

        private Path chosen() {
            String named = context.environment()
                    .getOrDefault("RESIDENCY_TEMPORAL_PAYLOAD_KEYS", "")
                    .strip();
            if (file != null) {
                return file;
            }
            return named.isEmpty() || named.equals("none") ? context.home().payloadKeys() : Path.of(named);
        }
    }

    @Command(name = "create", description = "Make a file with one key.")
    static final class Create extends OnFile {

        Create(Context context) {
            super(context);
        }

        @Override
        void act(PayloadKeyFile keys, Context context) {
            keys.create();
            context.terminal()
                    .line(keys.path() + " has one key, " + keys.keys().get(0).id() + ".");
            context.terminal().line("Back it up: without it nobody reads what runs have left in Temporal.");
        }
    }

    @Command(name = "list", description = "List the keys by id, and what each does.")
    static final class ListAll extends OnFile {

        ListAll(Context context) {
            super(context);
        }

        @Override
        void act(PayloadKeyFile keys, Context context) {
            Table table = new Table().row("KEY", "USE");
            List<PayloadKey> all = keys.keys();
            all.forEach(key -> table.row(key.id(), key.use().name().toLowerCase(Locale.ROOT)));
            table.print(context.terminal());
        }
    }

    @Command(name = "add", description = "Add a key that decrypts only: the first step of a rotation.")
    static final class Add extends OnFile {

        Add(Context context) {
            super(context);
        }

        @Override
        void act(PayloadKeyFile keys, Context context) {
            String added = keys.add();
            context.terminal()
                    .line("Added " + added + ". Bring the file to every process, then: ./residency keys payload use "
                            + added);
        }
    }

    @Command(name = "use", description = "Encrypt what is new with this key; the former one goes on decrypting.")
    static final class Use extends OnFile {

        @Parameters(paramLabel = "KEY", description = "Its id, as 'list' shows it.")
        private String id;

        Use(Context context) {
            super(context);
        }

        @Override
        void act(PayloadKeyFile keys, Context context) {
            keys.makeCurrent(id);
            context.terminal().line(id + " is current. Bring the file to every process.");
        }
    }

    @Command(name = "disable", description = "End the use of a key, once nothing kept was encrypted with it.")
    static final class Disable extends OnFile {

        @Parameters(paramLabel = "KEY", description = "Its id, as 'list' shows it.")
        private String id;

        Disable(Context context) {
            super(context);
        }

        @Override
        void act(PayloadKeyFile keys, Context context) {
            keys.disable(id);
            context.terminal().line(id + " is disabled: what it encrypted cannot be read until it is in use again.");
        }
    }
}
