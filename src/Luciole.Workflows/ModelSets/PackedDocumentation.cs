using System.Globalization;
using System.Text;
using Luciole.Data.Trust;

namespace Luciole.Workflows.ModelSets;

/// <summary>The texts of a packed model for people.</summary>
internal static class PackedDocumentation
{
    private const int LongestSummary = 1024;

    /// <summary>What the model does, in a sentence or two.</summary>
    public static string Summary(PackRequest request, TrainedModel model)
    {
        var patch = model.Settings.Configuration.Data.PatchSize;
        var text = $"Predicts the fluorescence of {model.ChannelName} from label-free light microscopy in patches of {patch.Height} x {patch.Width} pixels. Trained with Luciole, in the manner of BiaPy's LightMyCells solution. {request.About}".Trim();
        return text.Length <= LongestSummary ? text : text[..LongestSummary];
    }

    /// <summary>The README of a set of several models.</summary>
    public static string OfSet(PackRequest request, IEnumerable<(string Name, string Folder)> members)
    {
        var text = new StringBuilder("# Fluorescence from label-free images\n\n");
        text.Append("Each folder holds one model with its own description (`rdf.yaml`), figures and licence.\n\n");
        foreach (var (name, folder) in members)
            text.Append(CultureInfo.InvariantCulture, $"- [{name}]({folder}/README.md)\n");
        text.Append("\nAll of them at once, with Luciole:\n\n    luciole predict IMAGES --models THIS --out predicted\n");
        return request.About is { } about ? text.Append('\n').Append(about).Append('\n').ToString() : text.ToString();
    }

    /// <summary>The README of a model.</summary>
    public static string Text(PackRequest request, TrainedModel model, TrainingStatistics? statistics, IReadOnlyDictionary<string, double>? metrics)
    {
        var settings = model.Settings.Configuration;
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Part(string title) => text.Append($"\n## {title}\n\n");

        Line($"# {model.ChannelName} from label-free light microscopy");
        Line($"");
        Line($"{Summary(request, model)}");
        Part("Use");
        Line($"With Luciole, from the folder or zip that holds this file:");
        Line($"");
        Line($"    luciole predict IMAGES --models THIS --out predicted");
        Line($"");
        Line($"Programs that read bioimage.io models run it through PyTorch with the class that `rdf.yaml` names, which is BiaPy's, and predict one patch at a time.");
        foreach (var difference in BiaPyExport.Differences(settings))
            Line($"There, {difference}.");
        Line($"The output is in the network's own units (mean about 0, standard deviation about 1); Luciole also writes it in those of the training images.");
        Part("Training");
        Line($"{settings.Train.Epochs} epochs at most, batches of {settings.Train.BatchSize}, {settings.Train.Optimizer} with a learning rate of {settings.Train.LearningRate}; all settings are in `configuration.yaml`.");
        if (statistics is null)
            Line($"What the training images were like is not recorded.");
        else
            Line($"The ranges of brightness, contrast and focus of the training images are in `statistics.json`: {string.Join(", ", statistics.Modalities.Select(m => $"{m.Value.Images} {(m.Key == TrainingStatistics.Unknown ? "of unknown modality" : m.Key)}"))}.");
        Part("Validation");
        if (metrics is null)
        {
            Line($"No figures were packed with this model. `luciole evaluate` measures its predictions against measured fluorescence of images that it never saw.");
        }
        else
        {
            Line($"Means over the evaluated images, by `luciole evaluate`:");
            Line($"");
            Line($"| figure | mean |");
            Line($"|---|--:|");
            foreach (var (name, value) in metrics)
                Line($"| {name} | {value:0.####} |");
        }

        Part("Licence and citation");
        Line($"{(request.License is { } license ? $"Licence: {license}." : "No licence was stated: ask the authors before you use it.")}");
        foreach (var cite in request.Citations)
            Line($"- {cite.Text} {(cite.Doi is { } doi ? $"https://doi.org/{doi}" : cite.Url)}");
        return text.ToString();
    }
}
