package org.residency.cli.model;

import org.residency.cli.context.Context;
import picocli.CommandLine.Command;

/** {@code residency export huggingface}: what {@code merge} does, beside the other formats. */
@Command(
        name = "huggingface",
        description =
                "Write a base model and an adapter as one folder in Hugging Face's layout, with a model card; the same as"
                        + " 'residency merge'.")
final class HuggingFaceCommand extends MergeCommand {

    HuggingFaceCommand(Context context) {
        super(context);
    }
}
