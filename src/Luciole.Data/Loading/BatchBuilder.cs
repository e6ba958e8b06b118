using Luciole.Data.Patches;
using Luciole.Files;

namespace Luciole.Data.Loading;

/// <summary>Puts patches <c>[Y, X, C]</c> into one array <c>[N, C, Y, X]</c>.</summary>
internal static class BatchBuilder
{
    public static TrainingBatch Build(IReadOnlyList<LoadedPatch> patches, PatchShape shape)
    {
        var pixels = shape.Height * shape.Width;
        var rawChannels = patches[0].Raw.Length / pixels;
        var targetChannels = (patches[0].Target?.Length ?? 0) / pixels;
        if (patches.FirstOrDefault(p => p.Target is null != patches[0].Target is null) is { } odd)
            throw new InputException($"{odd.Sample.RawPath}: some samples have a target and others none; give all of them one or none.");
        return new TrainingBatch(
            [.. patches.Select(p => p.Sample)],
            ChannelsFirst([.. patches.Select(p => p.Raw)], pixels, rawChannels),
            rawChannels,
            targetChannels == 0 ? null : ChannelsFirst([.. patches.Select(p => p.Target!)], pixels, targetChannels),
            targetChannels,
            shape.Height,
            shape.Width);
    }

    private static float[] ChannelsFirst(float[][] patches, int pixels, int channels)
    {
        var batch = new float[checked(patches.Length * pixels * channels)];
        for (var n = 0; n < patches.Length; n++)
        {
            var destination = batch.AsSpan(n * pixels * channels, pixels * channels);
            if (channels == 1)
            {
                patches[n].CopyTo(destination);
                continue;
            }

            for (var c = 0; c < channels; c++)
            {
                for (var i = 0; i < pixels; i++)
                    destination[(c * pixels) + i] = patches[n][(i * channels) + c];
            }
        }

        return batch;
    }
}
