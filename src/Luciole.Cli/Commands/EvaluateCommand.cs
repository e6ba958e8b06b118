using System.CommandLine;
using Luciole.Cli.Terminal;
using Luciole.Data.Studies;
using Luciole.Evaluation;
using Luciole.Files;
using Luciole.Report;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole evaluate PRED TRUTH --out D</c>: the challenge's official figures.</summary>
internal static class EvaluateCommand
{
    private const string Description =
        """
        Compare predictions with true fluorescence by the official figures of the LightMyCells challenge. PRED and TRUTH hold the folders
        {nucleus,mitochondria,actin,tubulin}-fluorescence-ome-tiff, with or without images/ above them, or images of one organelle. Images
        are matched by name; a field's fluorescence (image_7_Nucleus.ome.tiff) serves all its planes (image_7_BF_z3.ome.tiff).

        D then holds metrics.json in the organisers' shape and metrics.csv with a row for each image and organelle.
        """;

    public static Command Create(TerminalOutput output, CancellationToken stop)
    {
        var predictions = new Argument<string>("PRED") { Description = "The folder of predictions." };
        var truths = new Argument<string>("TRUTH") { Description = "The folder of true fluorescence images." };
        var folder = new Option<string>("--out", "-o") { Description = "The folder for the results.", Required = true, HelpName = "D" };
        var focus = new Option<string?>("--focus-csv") { Description = "A table with the columns name,modality,image_z,best_z, for figures by modality and by |image_z - best_z|. Without it the modality is that of LightMyCells file names, or of --inputs.", HelpName = "F" };
        var organelle = new Option<string[]>("--organelle") { Description = "Only nucleus, mitochondria, actin or tubulin; needed where PRED or TRUTH holds images, not folders. May be repeated.", HelpName = "NAME", DefaultValueFactory = _ => [] };
        var report = new Option<bool>("--report") { Description = "Also write report.html, one file to look at in a browser, without a network: figures to sort and filter, and the images side by side." };
        var inputs = new Option<string?>("--inputs") { Description = "The folder of transmitted-light images: to show in the report, and to tell the modality by the name of their OME channel.", HelpName = "DIR" };
        var confidence = new Option<string?>("--confidence") { Description = "The folder of confidence maps to show in the report, laid out as PRED.", HelpName = "DIR" };
        var command = new Command("evaluate", Description) { predictions, truths, folder, focus, organelle, report, inputs, confidence };
        command.SetAction(parsed =>
        {
            var target = parsed.GetRequiredValue(folder);
            if (string.IsNullOrWhiteSpace(target))
                throw new InputException("--out: names no folder; give one for the results.");
            if (!parsed.GetValue(report) && parsed.GetValue(confidence) is not null)
                throw new InputException("--confidence shows maps in the report; add --report, or leave it out.");
            var table = parsed.GetValue(focus) is { } path ? FocusTable.Read(path) : null;
            var images = EvaluatedImages.Find(parsed.GetRequiredValue(predictions), parsed.GetRequiredValue(truths), OrganellesOf(parsed.GetValue(organelle)!), table);
            var light = parsed.GetValue(inputs) is { } transmitted ? new TransmittedLight(transmitted) : null;
            images = light?.TellModalities(images) ?? images;
            var log = new TerminalLog(output);
            foreach (var note in Notes(images))
                log.Note(note);
            RequireFolder(target);
            using var page = parsed.GetValue(report) ? new EvaluationReport(Path.Combine(target, "report.html"), images, light, parsed.GetValue(confidence)) : null;
            var scores = OfficialEvaluation.Measure(images, done => log.Progress("comparing", "images", done, images.Count), page, stop);
            MetricsCsv.Write(Path.Combine(target, "metrics.csv"), scores);
            MetricsJson.Write(Path.Combine(target, "metrics.json"), scores);
            page?.Finish();
            output.Line(EvaluationTable.Of(scores));
            output.Line();
            foreach (var file in (string[])["metrics.json", "metrics.csv", .. page is null ? [] : (string[])["report.html"]])
                output.Line(Path.Combine(target, file));
            return CommandLine.Success;
        });
        return command;
    }

    // Found out now, not after an hour of comparing.
    private static void RequireFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be made the folder of results ({e.Message.TrimEnd('.')}); choose a folder that you may write to.", e);
        }
    }

    private static Organelle[] OrganellesOf(string[] names)
    {
        var all = Enum.GetValues<Organelle>();
        return names.Length == 0 ? all : [.. names.Select(name => all.Cast<Organelle?>().FirstOrDefault(o => string.Equals(o.ToString(), name, StringComparison.OrdinalIgnoreCase))
            ?? throw new InputException($"--organelle {name}: write {string.Join(", ", all.Select(OrganelleFolders.KeyOf))}.")).Distinct()];
    }

    private static IEnumerable<string> Notes(IReadOnlyList<EvaluatedImage> images)
    {
        if (images.Count(image => image.Pairs.Count == 0) is var idle and > 0)
            yield return $"{idle} of {images.Count} predicted images have no truth and no figures, for instance {images.First(image => image.Pairs.Count == 0).Name}.";
        if (images.Count(image => image.Modality is null) is var unknown and > 0)
            yield return $"the modality of {unknown} of {images.Count} images is not known; they are missing in transmitted_light. --focus-csv or --inputs tells it.";
    }
}
