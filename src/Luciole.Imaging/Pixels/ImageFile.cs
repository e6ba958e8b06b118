using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Pixels;

/// <summary>
/// Opens image files of any format that is read (TIFF, OME-TIFF, NumPy), told apart by their content, as two-dimensional images.
/// </summary>
public static class ImageFile
{
    /// <summary>
    /// Opens an image as <c>[Y, X, C]</c>. Axes of size 1 are dropped; of three that remain the smallest is taken as the channels. TIFF
    /// is read by bands of rows, and the whole image is never in memory (except for a channel axis that lies across the planes).
    /// </summary>
    /// <exception cref="InputException">The file is missing, damaged, of a format that is not read, or has too many axes.</exception>
    public static INativeImageSource Open(string path)
    {
        var head = FileKind.ReadHead(path);
        if (FileKind.IsNumpy(head))
            return NumpyImage.Read(path);
        if (head.Length == 0)
            throw new InputException($"{path}: is empty (0 bytes); copy or export it again.");
        if (!FileKind.IsTiff(head))
            throw new InputException($"{path}: is neither a TIFF image nor a NumPy array: {FileKind.Describe(head)}; convert it to TIFF.");
        var series = TiffSeries.Open(path);
        try
        {
            series.EnsureReadable();
            if (TiffImage.TryCreate(series) is { } image)
                return image;
            var transposed = Transposed(series);
            series.Dispose();
            return transposed;
        }
        catch
        {
            series.Dispose();
            throw;
        }
    }

    /// <summary>Reads a whole image, <c>[Y, X, C]</c>, with its samples as stored.</summary>
    /// <exception cref="InputException">As <see cref="Open"/>, or the image exceeds 2 GiB.</exception>
    public static ImageArray Read(string path)
    {
        using var source = Open(path);
        return source as ImageArray ?? ImageArray.Load(source);
    }

    /// <summary>The OME metadata of the file behind an image that <see cref="Open"/> or <see cref="StackFile"/> gave; null when it has none.</summary>
    public static OmeMetadata? OmeMetadataOf(IImageSource source) => SeriesOf(source)?.Ome;

    /// <summary>The size of a pixel of an image that <see cref="Open"/> or <see cref="StackFile"/> gave, from OME or ImageJ metadata; null when unknown.</summary>
    public static PhysicalSize? PhysicalSizeOf(IImageSource source) => SeriesOf(source)?.PhysicalSize;

    private static TiffSeries? SeriesOf(IImageSource source) => source switch
    {
        TiffImage image => image.Series,
        StackPlane plane => plane.Series,
        _ => null,
    };

    private static ImageArray Transposed(TiffSeries series)
    {
        var (_, sizes) = series.Squeezed();
        var planeBytes = (long)series.Height * series.Width * series.Samples * Samples.Size(series.SampleType);
        if (planeBytes * series.PlaneCount > Array.MaxLength)
            throw new InputException($"{series.Path}: has its channels along the axis of size {sizes[ImageShape.ChannelAxis(sizes)]} and more than the 2 GiB that can be rearranged in memory; save it with the channels as planes.");
        var data = new byte[planeBytes * series.PlaneCount];
        for (var plane = 0; plane < series.PlaneCount; plane++)
            series.ReadRows(plane, 0, series.Height, data.AsSpan((int)(plane * planeBytes)));
        return ImageShape.Arrange(series.Path, sizes, series.SampleType, data);
    }
}
