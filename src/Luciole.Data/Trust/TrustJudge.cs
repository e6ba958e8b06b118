using System.Globalization;

namespace Luciole.Data.Trust;

/// <summary>Compares an input image with the images that a model was trained on.</summary>
public static class TrustJudge
{
    // Where nothing is known of the training, so many saturated samples are too many.
    private const double MostSaturated = 0.005;

    /// <summary>The reasons not to trust a prediction of an image; none where all is as in training.</summary>
    /// <param name="image">What was measured of the image.</param>
    /// <param name="modality">Its modality, as <c>PC</c>; null when not known.</param>
    /// <param name="training">The model's training images; null when not known: then only contrast and saturation are judged.</param>
    public static IReadOnlyList<TrustFlag> Judge(InputStatistics image, string? modality, TrainingStatistics? training)
    {
        if (image.StandardDeviation == 0)
            return [new TrustFlag(TrustKind.NoContrast, $"all pixels are {Number(image.Mean)}")];
        var flags = new List<TrustFlag>();
        var ranges = training?.Of(modality);
        if (training is not null && ranges is null)
            flags.Add(new TrustFlag(TrustKind.UnseenModality, $"{modality}, but the model was trained on {string.Join(", ", training.Modalities.Keys)}"));

        // Of an unseen modality all ranges are asked: it may be unlike them in more than its name.
        ranges ??= training?.All;
        if (ranges is not null && image.Focus < ranges.Allowed(ModalityStatistics.Focus).Lowest)
            flags.Add(new TrustFlag(TrustKind.OutOfFocus, Outside(ModalityStatistics.Focus, image.Focus, ranges)));
        if (image.Saturated > Math.Max(MostSaturated, 2 * (ranges?.Ranges[ModalityStatistics.Saturated].Highest ?? 0)))
            flags.Add(new TrustFlag(TrustKind.Saturated, $"{Number(100 * image.Saturated)} % of the pixels stand at an end of the range"));
        if (ranges is not null)
        {
            var outside = ModalityStatistics.Names
                .Where(name => name != ModalityStatistics.Saturated)
                .Select(name => (Name: name, Value: ModalityStatistics.ValueOf(image, name), Allowed: ranges.Allowed(name)))
                .Where(s => !s.Allowed.Contains(s.Value) && !(s.Name == ModalityStatistics.Focus && s.Value < s.Allowed.Lowest))
                .Select(s => Outside(s.Name, s.Value, ranges))
                .ToList();
            if (outside.Count > 0)
                flags.Add(new TrustFlag(TrustKind.UnusualStatistics, string.Join("; ", outside)));
        }

        return flags;
    }

    private static string Outside(string name, double value, ModalityStatistics ranges) =>
        $"{name.Replace('_', ' ')} {Number(value)}, in training {Number(ranges.Ranges[name].Lowest)} to {Number(ranges.Ranges[name].Highest)}";

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
