using System.CommandLine;
using Luciole.Cli.Terminal;
using Luciole.Files;
using Luciole.ModelDescriptions;
using Luciole.Torch;
using Luciole.Workflows.ModelSets;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole pack M.pth... --out SET</c>: models with all that others need to use and cite them.</summary>
internal static class PackCommand
{
    public static Command Create(TerminalOutput output, CancellationToken stop)
    {
        var models = new Argument<string[]>("CHECKPOINT") { Description = "The trained .pth files, one for each organelle.", Arity = ArgumentArity.OneOrMore };
        var path = new Option<string>("--out", "-o") { Description = "The folder to make, or a .zip.", Required = true, HelpName = "SET" };
        var license = new Option<string?>("--license", "--licence") { Description = "Under which licence others may use the models: an SPDX identifier such as MIT or CC-BY-4.0.", HelpName = "ID" };
        var authors = new Option<string[]>("--author") { Description = "Who made the models: \"NAME\" or \"NAME; AFFILIATION; ORCID\". May be repeated.", HelpName = "WHO", DefaultValueFactory = _ => [] };
        var cite = new Option<string[]>("--cite") { Description = "What users shall cite: \"TEXT; DOI\" or \"TEXT; URL\". May be repeated.", HelpName = "WHAT", DefaultValueFactory = _ => [] };
        var about = new Option<string?>("--about") { Description = "A sentence on what the models were trained on, for their descriptions.", HelpName = "TEXT" };
        var train = new Option<string?>("--train") { Description = "The folder of the label-free training images, whose statistics are stored. Default: the one that each model's configuration names, where it is there.", HelpName = "D" };
        var metrics = new Option<string?>("--metrics") { Description = "A metrics.json of luciole evaluate, whose means are stored.", HelpName = "FILE" };
        var sample = new Option<string?>("--sample") { Description = "A label-free image that may be given away; its middle becomes the test sample. Default: simulated cells.", HelpName = "IMAGE" };
        var safetensors = new Option<bool>("--safetensors") { Description = "Store the weights as safetensors too." };
        var config = new Option<string?>("--config") { Description = "The YAML file the models were trained with, when it is not inside the checkpoints.", HelpName = "FILE" };
        var command = new Command("pack", "Put trained models into one folder or zip for others: weights, settings, statistics, figures, licence, citation and a test sample, as a bioimage.io model.")
        {
            models, path, license, authors, cite, about, train, metrics, sample, safetensors, config,
        };
        command.SetAction(parsed =>
        {
            var request = new PackRequest
            {
                Checkpoints = parsed.GetRequiredValue(models),
                Path = parsed.GetRequiredValue(path),
                Version = ProgramVersion.Text,
                Timestamp = TimeProvider.System.GetUtcNow(),
                ConfigurationPath = parsed.GetValue(config),
                Authors = [.. parsed.GetValue(authors)!.Select(Person.Parse)],
                Citations = [.. parsed.GetValue(cite)!.Select(Citation.Parse)],
                License = parsed.GetValue(license),
                About = parsed.GetValue(about),
                TrainingFolder = parsed.GetValue(train),
                MetricsPath = parsed.GetValue(metrics),
                SamplePath = parsed.GetValue(sample),
                Safetensors = parsed.GetValue(safetensors),
            };
            if (string.IsNullOrWhiteSpace(request.Path))
                throw new InputException("--out: names nothing; give a folder to make, or a .zip.");
            Device? device = null;
            var log = new TerminalLog(output);
            new ModelSetPacker(request, () => device ??= ComputeDevice.Choose(null, -1, output), log).Pack(stop);
            foreach (var (what, missing) in new[] { ("licence (--license)", request.License is null), ("author (--author)", request.Authors.Count == 0), ("citation (--cite)", request.Citations.Count == 0) })
            {
                if (missing)
                    log.Note($"the set states no {what}; others will want to know");
            }

            output.Line($"{request.Path}  packed and checked: bioimage.io rules {ModelDescription.FormatVersion}, test samples predicted again");
            return CommandLine.Success;
        });
        return command;
    }
}
