using Luciole.Data.Augmentation.Filtering;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Augmentation;

/// <summary><c>MISALIGNMENT</c>: moves or turns the lower part of image and target, as if the stage had slipped during the scan; 0 comes in from outside.</summary>
public sealed class Misalignment : IAugmentation
{
    private readonly int _displacement;
    private readonly double _rotateRatio;

    /// <summary>Sets the strength.</summary>
    /// <param name="displacement">Moves by fewer than this many pixels; turns until corners move by about as many (<c>MS_DISPLACEMENT</c>).</param>
    /// <param name="rotateRatio">How often it turns instead of moving (<c>MS_ROTATE_RATIO</c>).</param>
    /// <exception cref="InputException">A number is out of range.</exception>
    public Misalignment(int displacement = 16, double rotateRatio = 0.5)
    {
        RangeCheck.Number("MS_DISPLACEMENT", displacement, 0, 1 << 20);
        RangeCheck.Number("MS_ROTATE_RATIO", rotateRatio, 0, 1);
        (_displacement, _rotateRatio) = (displacement, rotateRatio);
    }

    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.Misalignment;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var firstRow = random.WholeBelow(1, pair.Height - 1);
        if (random.Chance(_rotateRatio))
        {
            var halfDiagonal = Math.Max(1, pair.Height - _displacement) * Math.Sqrt(2) / 2;
            var largest = 2 * Math.Asin(Math.Min(1, _displacement / 2.0 / halfDiagonal)) * (180 / Math.PI);
            var angle = random.Uniform(-largest, largest);
            pair.RewriteBoth((source, result, channels) => TurnLower(source, result, pair.Height, pair.Width, channels, firstRow, angle));
        }
        else
        {
            var left = Math.Min(random.WholeBelow(0, _displacement), pair.Width);
            MoveLower(pair.Image, pair.Width, pair.Image.Length / (pair.Height * pair.Width), firstRow, left);
            if (pair.Target is { } target)
                MoveLower(target, pair.Width, target.Length / (pair.Height * pair.Width), firstRow, left);
        }
    }

    /// <summary>Moves the rows from <paramref name="firstRow"/> on to the left, in place.</summary>
    public static void MoveLower(Span<float> image, int width, int channels, int firstRow, int left)
    {
        var row = width * channels;
        for (var start = firstRow * row; start < image.Length; start += row)
        {
            var line = image.Slice(start, row);
            line[(left * channels)..].CopyTo(line);
            line[^(left * channels)..].Clear();
        }
    }

    /// <summary>Shows, from <paramref name="firstRow"/> on, the image turned about its centre.</summary>
    public static void TurnLower(ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, int firstRow, double degrees)
    {
        RandomRotation.Rotate(source, result, height, width, channels, degrees, BorderRule.Constant);
        var kept = Math.Min(firstRow, height) * width * channels;
        source[..kept].CopyTo(result);
    }
}
