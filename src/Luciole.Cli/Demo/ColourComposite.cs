using Luciole.Data.Studies;
using Luciole.Imaging.Png;

namespace Luciole.Cli.Demo;

/// <summary>Several fluorescence images of one field in one colour image, as microscopists show them: every organelle glows in its own colour.</summary>
internal static class ColourComposite
{
    /// <summary>The colours in words, for captions.</summary>
    public const string Legend = "nucleus blue, mitochondria magenta, actin green, tubulin orange";

    private const double LowerPercent = 30;
    private const double UpperPercent = 99.8;

    /// <summary>Adds the images up, each stretched between its own percentiles and tinted.</summary>
    /// <param name="images">Intensities <c>[Y, X]</c> by organelle, all of one size.</param>
    /// <returns>Colours <c>[Y, X, RGB]</c>.</returns>
    public static byte[] Of(IReadOnlyDictionary<Organelle, float[]> images)
    {
        var sums = new double[images.Values.First().Length * 3];
        foreach (var (organelle, image) in images)
        {
            var greys = Contrast.Stretch(image, LowerPercent, UpperPercent);
            var (red, green, blue) = ColourOf(organelle);
            for (var i = 0; i < greys.Length; i++)
            {
                sums[3 * i] += red * greys[i];
                sums[(3 * i) + 1] += green * greys[i];
                sums[(3 * i) + 2] += blue * greys[i];
            }
        }

        return [.. sums.Select(sum => (byte)Math.Min(255, Math.Round(sum)))];
    }

    private static (double Red, double Green, double Blue) ColourOf(Organelle organelle) => organelle switch
    {
        Organelle.Nucleus => (0.2, 0.35, 1),
        Organelle.Mitochondria => (1, 0, 0.8),
        Organelle.Actin => (0, 0.8, 0.2),
        _ => (0.8, 0.4, 0),
    };
}
