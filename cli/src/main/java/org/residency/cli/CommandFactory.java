package org.residency.cli;

import java.lang.reflect.Constructor;
import org.residency.cli.context.Context;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes subcommands: those with a constructor that takes a {@link Context} are given it. */
final class CommandFactory implements IFactory {

    private final Context context;

    CommandFactory(Context context) {
        this.context = context;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Context.class) {
                // A command is its package's own business; picocli's factory asks for no public constructor either.
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(context));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
