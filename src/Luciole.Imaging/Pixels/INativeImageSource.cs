namespace Luciole.Imaging.Pixels;

/// <summary>An image whose samples can also be had as they are stored, without rounding to single precision.</summary>
public interface INativeImageSource : IImageSource
{
    /// <summary>
    /// Reads whole rows as stored, little endian, <c>[row, X, C]</c>, into <paramref name="destination"/>
    /// (at least rowCount * Width * Channels samples long).
    /// </summary>
    /// <exception cref="Luciole.Files.InputException">The file is damaged.</exception>
    void ReadNativeRows(int firstRow, int rowCount, Span<byte> destination);
}
