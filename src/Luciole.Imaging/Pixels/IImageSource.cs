namespace Luciole.Imaging.Pixels;

/// <summary>
/// A two-dimensional image <c>[Y, X, C]</c> read by bands of rows, so that an image larger than memory can be walked.
/// Not safe for use by several threads at once.
/// </summary>
public interface IImageSource : IDisposable
{
    /// <summary>Where the pixels come from, for messages: a path, or a description.</summary>
    string Name { get; }

    /// <summary>Rows.</summary>
    int Height { get; }

    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>Channels, the last axis.</summary>
    int Channels { get; }

    /// <summary>The numeric type of the stored samples.</summary>
    SampleType SampleType { get; }

    /// <summary>
    /// Reads <paramref name="rowCount"/> whole rows from <paramref name="firstRow"/> on, converted to single precision, as
    /// <c>[row, X, C]</c> into <paramref name="destination"/> (at least rowCount * Width * Channels long).
    /// </summary>
    /// <exception cref="Luciole.Files.InputException">The file is damaged.</exception>
    void ReadRows(int firstRow, int rowCount, Span<float> destination);
}
