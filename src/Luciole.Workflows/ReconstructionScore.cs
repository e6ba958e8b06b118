using System.Globalization;
using System.Text;
using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Inference;
using Luciole.Metrics;

namespace Luciole.Workflows;

/// <summary>How well a masked autoencoder filled in one image, in normalised units.</summary>
/// <param name="Image">The image's file.</param>
/// <param name="MeanSquaredError">Mean of (prediction - image)² where the image was hidden.</param>
/// <param name="MeanAbsoluteError">Mean of |prediction - image| where the image was hidden.</param>
/// <param name="PeakSignalToNoise">In decibel, where the image was hidden.</param>
/// <param name="StructuralSimilarity">Gaussian SSIM of the image and the prediction pasted into what was visible; not a number where the image is too large for one array.</param>
public sealed record ReconstructionScore(string Image, double MeanSquaredError, double MeanAbsoluteError, double PeakSignalToNoise, double StructuralSimilarity)
{
    /// <summary>Measures a reconstruction.</summary>
    /// <param name="reconstruction">What the network made of it.</param>
    /// <param name="image">The image itself, read again.</param>
    public static ReconstructionScore Of(ReconstructedImage reconstruction, IImageSource image)
    {
        var errors = reconstruction.Errors;
        return new ReconstructionScore(image.Name, errors.MeanSquaredError, errors.MeanAbsoluteError, errors.PeakSignalToNoise, Similarity(reconstruction.Mixture, image));
    }

    /// <summary>The means over images, in the order of the figures above; figures that are not finite are left out.</summary>
    public static IReadOnlyList<double> Means(IReadOnlyList<ReconstructionScore> scores) =>
    [
        .. new Func<ReconstructionScore, double>[] { s => s.MeanSquaredError, s => s.MeanAbsoluteError, s => s.PeakSignalToNoise, s => s.StructuralSimilarity }.Select(figure =>
        {
            var average = new MetricAverage();
            foreach (var score in scores)
                average.Add(figure(score));
            return average.Value;
        }),
    ];

    /// <summary>Writes one line for each image.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void WriteCsv(string path, IReadOnlyList<ReconstructionScore> scores)
    {
        var csv = new StringBuilder("image,mse,mae,psnr,ssim\n");
        foreach (var (image, squared, absolute, noise, similarity) in scores)
            csv.Append(CultureInfo.InvariantCulture, $"\"{image.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{squared},{absolute},{noise},{similarity}\n");
        AtomicFile.WriteAllText(path, csv.ToString());
    }

    private static double Similarity(PredictedImage mixture, IImageSource image)
    {
        if ((long)image.Height * image.Width * image.Channels > Array.MaxLength)
            return double.NaN;
        var truth = new float[image.Height * image.Width * image.Channels];
        image.ReadRows(0, image.Height, truth);
        mixture.RawNormalizer.Apply(truth);
        return GaussianSsim.Mean(
            ChannelPlanes.Of(mixture.ToArray(OutputScale.Normalised), image.Channels), ChannelPlanes.Of(truth, image.Channels), image.Height, image.Width);
    }
}
