using Luciole.Data.Normalization;
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
    /// <param name="input">The image that was predicted from, for its metadata.</param>
    /// <param name="channelName">The organelle, as the channel's name.</param>
    /// <param name="provenance">What made the prediction.</param>
    public static void Write(string path, PredictedImage prediction, OutputScale scale, IImageSource input, string channelName, Provenance provenance)
    {
        var names = prediction.Channels == 1 ? [channelName] : Enumerable.Range(1, prediction.Channels).Select(c => $"{channelName} {c}").ToArray();
        using var writer = new OmeTiffWriter(path, new OmeTiffOptions
        {
            Width = prediction.Width,
            Height = prediction.Height,
            SampleType = scale.SampleType,
            ChannelNames = names,
            Source = ImageFile.OmeMetadataOf(input),
            PhysicalSize = ImageFile.PhysicalSizeOf(input),
            Provenance = provenance,
        });
        prediction.Read(scale, (_, _, rows) => writer.WriteRows(rows));
        writer.Commit();
    }
}
