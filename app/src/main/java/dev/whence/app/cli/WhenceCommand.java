package dev.whence.app.cli;

import dev.whence.app.provenance.WhenceVersion;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command tree. Without a command the launcher opens the workbench and never comes here. */
@Command(
        name = "whence",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = WhenceVersion.class,
        usageHelpAutoWidth = true,
        header = "Which training images is an image classifier's decision made of?",
        synopsisHeading = "%n",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the work failed",
            "2:wrong usage or bad input",
            "130:cancelled",
        },
        subcommands = {
            InfoCommand.class,
            PredictCommand.class,
            AttributeCommand.class,
            CompareCommand.class,
            HeatmapCommand.class,
            XdaCommand.class,
            DynamicsCommand.class,
            ImportHistoryCommand.class,
            FigureCommand.class,
            TrainCommand.class,
            ExampleCommand.class,
            ImportCheckCommand.class,
            MethodsCommand.class,
            DoctorCommand.class,
            GuiCommand.class,
            AutoComplete.GenerateCompletion.class,
        })
final class WhenceCommand {

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Add the stack trace to the sentence of a failure.")
    boolean debug;
}
