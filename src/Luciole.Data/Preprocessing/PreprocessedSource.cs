using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Preprocessing;

/// <summary>
/// An image behind a <see cref="PreprocessingPipeline"/>: size and type are known at once, pixels are filtered, all together, when
/// the first rows are asked for.
/// </summary>
public sealed class PreprocessedSource : IImageSource
{
    private readonly PreprocessingPipeline _pipeline;
    private readonly RasterShape _shape;
    private Raster? _filtered;

    internal PreprocessedSource(IImageSource original, PreprocessingPipeline pipeline)
    {
        Original = original;
        _pipeline = pipeline;
        try
        {
            _shape = pipeline.ShapeAfter(RasterShape.Of(original));
        }
        catch (InputException e)
        {
            throw new InputException($"{original.Name}: {e.Message}", e);
        }
    }

    /// <summary>The image as it lies on the disk.</summary>
    public IImageSource Original { get; }

    /// <inheritdoc/>
    public string Name => Original.Name;

    /// <inheritdoc/>
    public int Height => _shape.Height;

    /// <inheritdoc/>
    public int Width => _shape.Width;

    /// <inheritdoc/>
    public int Channels => _shape.Channels;

    /// <inheritdoc/>
    public SampleType SampleType => _shape.SampleType;

    /// <summary>Whether its pixels cover other areas than those on the disk.</summary>
    public bool IsResized => (Original.Height, Original.Width) != (Height, Width);

    /// <inheritdoc/>
    public void ReadRows(int firstRow, int rowCount, Span<float> destination)
    {
        _filtered ??= _pipeline.Apply(Raster.Read(Original));
        var row = Width * Channels;
        _filtered.Samples.AsSpan(firstRow * row, rowCount * row).CopyTo(destination);
    }

    /// <inheritdoc/>
    public void Dispose() => Original.Dispose();
}
