using System.CommandLine;
using System.Globalization;
using Luciole.Cli.Terminal;
using Luciole.Data.Preparation;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole prepare STUDIES --out D</c>: from the challenge's studies to the folders that training reads.</summary>
internal static class PrepareCommand
{
    private const string Description =
        """
        Arrange the LightMyCells challenge's studies for training. Images are linked, not copied, and never changed. The folder D then holds

          nucleus/train/x/TARGET/RAW...     raw images by target, for DATA.TRAIN.PATH (mitochondria, actin, tubulin likewise)
          nucleus/train/y/TARGET/TARGET     targets, for DATA.TRAIN.GT_PATH
          nucleus/val/x, nucleus/val/y      one target in ten, some of every study, for DATA.VAL.PATH and DATA.VAL.GT_PATH
          pretraining/train, .../val        transmitted-light images in one flat folder; one plane of each field that validates
          prepared.csv                      what went where, and why anything was left out
          extracted/                        the studies out of archives, where archives were named

        A field of view is on the same side for all organelles. Started again, it completes or changes D to what is asked for,
        and removes only what it once put there.
        """;

    public static Command Create(TerminalOutput output, CancellationToken stop)
    {
        var studies = new Argument<string[]>("STUDIES") { Description = "A folder of Study_* folders, such folders themselves, or .tar.gz archives of them.", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string>("--out", "-o") { Description = "The folder for the arranged images; on the studies' disk, so that links are possible.", Required = true, HelpName = "D" };
        var organelle = new Option<string[]>("--organelle") { Description = "nucleus, mitochondria, actin, tubulin or all. May be repeated.", HelpName = "NAME", DefaultValueFactory = _ => ["all"] };
        var every = new Option<int>("--val-every") { Description = "One target in N validates.", HelpName = "N", DefaultValueFactory = _ => 10 };
        var pretraining = new Option<string>("--pretraining") { Description = "all: pre-train on every transmitted-light image; train: leave out the fields that validate.", HelpName = "WHICH", DefaultValueFactory = _ => "all" };
        var link = new Option<bool>("--link") { Description = "Links or an error, never copies. Default: hard links, else symbolic links, else copies." };
        var copy = new Option<bool>("--copy") { Description = "Copy each image once; the folders in D share the copy through hard links." };
        var command = new Command("prepare", Description) { studies, folder, organelle, every, pretraining, link, copy };
        command.SetAction(parsed =>
        {
            var (organelles, required) = OrganellesOf(parsed.GetValue(organelle)!);
            if (string.IsNullOrWhiteSpace(parsed.GetValue(folder)))
                throw new InputException("--out: names no folder; give one for the arranged images.");
            if (parsed.GetValue(every) < 2)
                throw new InputException($"--val-every {parsed.GetValue(every)}: give a number from 2 on; 10 lets one target in ten validate.");
            var options = new PreparationOptions
            {
                OutputFolder = parsed.GetRequiredValue(folder),
                Organelles = organelles,
                RequireEveryOrganelle = required,
                ValidationEvery = parsed.GetValue(every),
                Placing = PlacingOf(parsed.GetValue(link), parsed.GetValue(copy)),
                PretrainOnValidationFields = PretrainsOnAll(parsed.GetValue(pretraining)!),
            };
            var result = DataPreparation.Run(parsed.GetRequiredValue(studies), options, new PreparationDisplay(new TerminalLog(output)), stop);
            output.Line(PreparationTable.Of(result, options.OutputFolder));
            return CommandLine.Success;
        });
        return command;
    }

    private static (IReadOnlyList<Organelle> Organelles, bool Required) OrganellesOf(string[] names)
    {
        var all = Enum.GetValues<Organelle>();
        if (names.Any(name => string.Equals(name, "all", StringComparison.OrdinalIgnoreCase)))
            return (all, false);
        return ([.. names.Select(name => all.Cast<Organelle?>().FirstOrDefault(organelle => string.Equals(organelle.ToString(), name, StringComparison.OrdinalIgnoreCase))
            ?? throw new InputException($"--organelle {name}: write {string.Join(", ", all.Select(PreparedTree.Root))} or all."))], true);
    }

    private static PlacingMode PlacingOf(bool link, bool copy) => (link, copy) switch
    {
        (true, true) => throw new InputException("--link and --copy contradict each other; give one of them."),
        (true, _) => PlacingMode.LinkOnly,
        (_, true) => PlacingMode.CopyOnly,
        _ => PlacingMode.Automatic,
    };

    private static bool PretrainsOnAll(string which) => which.ToLowerInvariant() switch
    {
        "all" => true,
        "train" => false,
        _ => throw new InputException(string.Create(CultureInfo.InvariantCulture, $"--pretraining {which}: write all or train.")),
    };
}
