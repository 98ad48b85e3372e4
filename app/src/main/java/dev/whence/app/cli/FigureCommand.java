package dev.whence.app.cli;

import picocli.CommandLine.Command;

@Command(
        name = "figure",
        description = "Draw an explanation as a figure for print or a slide.",
        synopsisSubcommandLabel = "KIND",
        subcommands = {
            FigureDaCommand.class,
            FigureXdaCommand.class,
            FigureDecisionCommand.class,
            FigurePairCommand.class,
            FigureDynamicsCommand.class,
            FigureTargetsCommand.class,
            FigureCompareCommand.class,
        })
final class FigureCommand {}
