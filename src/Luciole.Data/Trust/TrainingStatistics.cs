using System.Text.Json;
using System.Text.Json.Nodes;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Trust;

/// <summary>
/// What is stored with a model of the images it was trained on, so that a prediction can tell when its input is unlike them: the ranges of
/// <see cref="InputStatistics"/> for each modality.
/// </summary>
/// <param name="Modalities">By modality: <c>BF</c>, <c>PC</c>, <c>DIC</c>, or <see cref="Unknown"/>; at least one.</param>
public sealed record TrainingStatistics(IReadOnlyDictionary<string, ModalityStatistics> Modalities)
{
    /// <summary>The name of images whose modality is not known.</summary>
    public const string Unknown = "unknown";

    private const string Format = "luciole-training-statistics-1";

    /// <summary>The ranges over all modalities.</summary>
    public ModalityStatistics All => Modalities.Values.Aggregate((a, b) => a.Join(b));

    /// <summary>Measures training images, one a core.</summary>
    /// <param name="paths">The label-free images of a training set; at least one.</param>
    /// <param name="open">Opens one as training sees it before normalisation; null: as it lies on the disk.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="InputException">There is no image, or one is damaged.</exception>
    public static TrainingStatistics Measure(IReadOnlyCollection<string> paths, Func<string, IImageSource>? open = null, CancellationToken cancellation = default)
    {
        if (paths.Count == 0)
            throw new InputException("There is no image to measure training statistics of; name a folder of training images.");
        var measured = paths.AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Min(Environment.ProcessorCount, 64)).WithCancellation(cancellation).Select(path => Measured(path, open ?? ImageFile.Open));
        try
        {
            return new TrainingStatistics(measured.ToList()
                .GroupBy(m => m.Modality, m => m.Statistics, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => ModalityStatistics.Of([.. g]), StringComparer.Ordinal));
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<InputException>().FirstOrDefault() is { } first)
        {
            throw new InputException(first.Message, e);
        }
    }

    /// <summary>The ranges that an image of a modality is compared with: its own, else, where either is unknown, all; null for a modality that was not trained on.</summary>
    public ModalityStatistics? Of(string? modality)
    {
        if (modality is not null && Modalities.TryGetValue(modality, out var own))
            return own;
        return modality is null or Unknown || Modalities.ContainsKey(Unknown) ? All : null;
    }

    /// <summary>As JSON: <c>{"format": ..., "modalities": {"PC": {"images": 26, "focus": [0.11, 0.16], ...}}}</c>.</summary>
    public string ToJson()
    {
        var modalities = new JsonObject();
        foreach (var (name, statistics) in Modalities)
        {
            var entry = new JsonObject { ["images"] = statistics.Images };
            foreach (var statistic in ModalityStatistics.Names)
                entry[statistic] = new JsonArray(statistics.Ranges[statistic].Lowest, statistics.Ranges[statistic].Highest);
            modalities[name] = entry;
        }

        return new JsonObject { ["format"] = Format, ["modalities"] = modalities }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    /// <summary>Reads what <see cref="ToJson"/> gave.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">Where it stood, for messages.</param>
    /// <exception cref="InputException">It is something else, or a range is missing or turned round.</exception>
    public static TrainingStatistics FromJson(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format)
                throw new InputException($"{name}: holds training statistics of the format {root.GetProperty("format")}, but {Format} was expected; use the program that wrote them, or pack the model again.");
            var modalities = root.GetProperty("modalities").EnumerateObject().ToDictionary(m => m.Name, m => Read(m.Value, m.Name), StringComparer.Ordinal);
            return modalities.Count > 0 ? new TrainingStatistics(modalities) : throw new FormatException("it names no modality");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new InputException($"{name}: holds no training statistics as {Format} ({e.Message.Split(". ")[0].TrimEnd('.')}); pack the model again.", e);
        }
    }

    private static (string Modality, InputStatistics Statistics) Measured(string path, Func<string, IImageSource> open)
    {
        using var image = open(path);
        return (InputModality.Of(image)?.ToString() ?? Unknown, InputStatistics.Measure(image));
    }

    private static ModalityStatistics Read(JsonElement entry, string modality)
    {
        var ranges = new Dictionary<string, StatisticRange>(StringComparer.Ordinal);
        foreach (var name in ModalityStatistics.Names)
        {
            var pair = entry.TryGetProperty(name, out var value) ? value : throw new FormatException($"{modality} has no {name}");
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || !(pair[0].GetDouble() <= pair[1].GetDouble()))
                throw new FormatException($"{name} of {modality} is no range");
            ranges[name] = new StatisticRange(pair[0].GetDouble(), pair[1].GetDouble());
        }

        return entry.GetProperty("images").GetInt32() is > 0 and var images
            ? new ModalityStatistics(images, ranges)
            : throw new FormatException($"{modality} counts no images");
    }
}
