using Luciole.Data.Normalization;
using Luciole.Data.Preprocessing;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Inference;

/// <summary>Writes a prediction as OME-TIFF beside what is known of its input: pixel size, acquisition, provenance.</summary>
public static class PredictionFile
{
    /// <summary>Writes <paramref name="prediction"/>; the file appears under its name only when it is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prediction">The prediction.</param>
    /// <param name="scale">The units to write.</param>
    /// <param name="input">The image that was predicted from, for its metadata. Of a resized one only the size of a pixel is told: what else is known belongs to other pixels.</param>
    /// <param name="channelName">The organelle, as the channel's name.</param>
    /// <param name="provenance">What made the prediction.</param>
    public static void Write(string path, PredictedImage prediction, OutputScale scale, IImageSource input, string channelName, Provenance provenance)
    {
        var names = prediction.Channels == 1 ? [channelName] : Enumerable.Range(1, prediction.Channels).Select(c => $"{channelName} {c}").ToArray();
        var preprocessed = input as PreprocessedSource;
        var original = preprocessed?.Original ?? input;
        var isResized = preprocessed?.IsResized ?? false;
        using var writer = new OmeTiffWriter(path, new OmeTiffOptions
        {
            Width = prediction.Width,
            Height = prediction.Height,
            SampleType = scale.SampleType,
            ChannelNames = names,
            Source = isResized ? null : ImageFile.OmeMetadataOf(original),
            PhysicalSize = ImageFile.PhysicalSizeOf(original) is { } size
                ? size with { X = size.X * original.Width / input.Width, Y = size.Y * original.Height / input.Height }
                : null,
            Provenance = provenance,
        });
        prediction.Read(scale, (_, _, rows) => writer.WriteRows(rows));
        writer.Commit();
    }
}
