namespace Luciole.Data.Patches;

/// <summary>
/// <c>DATA.REFLECT_TO_COMPLETE_SHAPE</c>: an image smaller than the patch is completed by mirrored rows above and columns to the
/// left; axes that are large enough stay. Undone by keeping the last rows and columns.
/// </summary>
/// <param name="Height">Rows of the image itself.</param>
/// <param name="Width">Columns of the image itself.</param>
/// <param name="Top">Mirrored rows above it.</param>
/// <param name="Left">Mirrored columns to its left.</param>
public sealed record ReflectPadding(int Height, int Width, int Top, int Left)
{
    /// <summary>Rows after padding.</summary>
    public int PaddedHeight => Height + Top;

    /// <summary>Columns after padding.</summary>
    public int PaddedWidth => Width + Left;

    /// <summary>Whether nothing is added.</summary>
    public bool IsEmpty => Top == 0 && Left == 0;

    /// <summary>What an image needs to be at least as large as a patch.</summary>
    public static ReflectPadding ToPatch(int height, int width, PatchShape patch) =>
        new(height, width, Math.Max(0, patch.Height - height), Math.Max(0, patch.Width - width));

    /// <summary>No padding.</summary>
    public static ReflectPadding None(int height, int width) => new(height, width, 0, 0);

    /// <summary>The row of the image that stands at a row of the padded image.</summary>
    public int SourceRow(int paddedRow) => Reflection.Index(paddedRow - Top, Height);

    /// <summary>The column of the image that stands at a column of the padded image.</summary>
    public int SourceColumn(int paddedColumn) => Reflection.Index(paddedColumn - Left, Width);

    /// <summary>Pads an image <c>[Y, X, C]</c>.</summary>
    public float[] Apply(ReadOnlySpan<float> image, int channels)
    {
        var padded = new float[checked(PaddedHeight * PaddedWidth * channels)];
        for (var y = 0; y < PaddedHeight; y++)
        {
            var source = image.Slice(SourceRow(y) * Width * channels, Width * channels);
            var row = padded.AsSpan(y * PaddedWidth * channels, PaddedWidth * channels);
            source.CopyTo(row[(Left * channels)..]);
            for (var x = 0; x < Left; x++)
                source.Slice(SourceColumn(x) * channels, channels).CopyTo(row[(x * channels)..]);
        }

        return padded;
    }

    /// <summary>Cuts the image <c>[Y, X, C]</c> out of the padded one.</summary>
    public float[] Remove(ReadOnlySpan<float> padded, int channels)
    {
        var image = new float[checked(Height * Width * channels)];
        for (var y = 0; y < Height; y++)
        {
            var start = (((y + Top) * PaddedWidth) + Left) * channels;
            padded.Slice(start, Width * channels).CopyTo(image.AsSpan(y * Width * channels));
        }

        return image;
    }
}
