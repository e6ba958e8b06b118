using System.Collections.Concurrent;
using Luciole.Evaluation;
using Luciole.Files;
using Luciole.Metrics;

namespace Luciole.Report;

/// <summary>Draws images into a report. Several threads may draw at once.</summary>
internal sealed class ReportPictures(ReportFile file, int pictures)
{
    private readonly PictureEncoder _encoder = new(pictures);
    private readonly ConcurrentDictionary<string, Lazy<int>> _shared = new(StringComparer.Ordinal);

    /// <summary>Adds an image with the contrast of the official figures.</summary>
    public int Add(GreyPlane plane) => file.AddPicture(_encoder.Encode(plane.Pixels, plane.Height, plane.Width, plane.Scale.P2, plane.Scale.P998));

    /// <summary>Adds an image of any size in bounded memory, with the contrast of its own picture.</summary>
    /// <param name="source">The image.</param>
    /// <param name="isConfidence">Whether it is a map from 0 to 1, which is shown from black to white so that maps can be compared.</param>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public int Add(PictureSource source, bool isConfidence)
    {
        using var image = source.Open();
        var reduced = ReducedImage.Read(image, source.Channel, _encoder.Side);
        var scale = ImageScale.Of(reduced.Pixels);
        var (black, white) = isConfidence && scale is { Minimum: >= 0, Maximum: <= 1 } ? (0, 1) : (scale.P2, scale.P998);
        return file.AddPicture(_encoder.Encode(reduced.Pixels, reduced.Height, reduced.Width, black, white));
    }

    /// <summary>Adds what several rows show only once.</summary>
    /// <param name="name">What tells it from others.</param>
    /// <param name="add">Adds it; asked once.</param>
    public int AddOnce(string name, Func<int> add) => _shared.GetOrAdd(name, _ => new Lazy<int>(add)).Value;

    /// <summary>Adds |prediction - truth| of the scaled images, white from 1 on.</summary>
    public int AddDifference(GreyPlane prediction, GreyPlane truth)
    {
        var (p, t) = (prediction.Scale, truth.Scale);
        var (factorP, factorT) = (1 / p.Divisor, 1 / t.Divisor);
        void Read(int y, Span<double> row)
        {
            var start = y * truth.Width;
            for (var x = 0; x < row.Length; x++)
                row[x] = Math.Abs(((prediction.Pixels[start + x] - p.Offset) * factorP) - ((truth.Pixels[start + x] - t.Offset) * factorT));
        }

        return file.AddPicture(_encoder.Encode(Read, truth.Height, truth.Width, 0, 1));
    }
}
