using Luciole.Data.Discovery;
using Luciole.Data.Patches;

namespace Luciole.Data.Loading;

/// <summary>A batch that is being filled: patches <c>[Y, X, C]</c> are put into one array <c>[N, C, Y, X]</c>, by several threads at once.</summary>
internal sealed class BatchAssembly(int count, PatchShape shape, int rawChannels, int targetChannels)
{
    private readonly Sample[] _samples = new Sample[count];
    private readonly float[] _raw = Room(count, shape, rawChannels);
    private readonly float[]? _target = targetChannels == 0 ? null : Room(count, shape, targetChannels);

    /// <summary>Puts a patch, and its target where the batch has targets, at its place.</summary>
    public void Put(int place, LoadedPatch patch)
    {
        _samples[place] = patch.Sample;
        Put(patch.Raw, _raw, place, rawChannels);
        if (_target is not null)
            Put(patch.Target!, _target, place, targetChannels);
    }

    /// <summary>The batch, once every place is filled.</summary>
    public TrainingBatch ToBatch() => new(_samples, _raw, rawChannels, _target, targetChannels, shape.Height, shape.Width);

    private static float[] Room(int count, PatchShape shape, int channels) =>
        GC.AllocateUninitializedArray<float>(checked(count * shape.Height * shape.Width * channels));

    private static void Put(ReadOnlySpan<float> patch, float[] batch, int place, int channels)
    {
        var destination = batch.AsSpan(place * patch.Length, patch.Length);
        if (channels == 1)
        {
            patch.CopyTo(destination);
            return;
        }

        var pixels = patch.Length / channels;
        for (var c = 0; c < channels; c++)
        {
            for (var i = 0; i < pixels; i++)
                destination[(c * pixels) + i] = patch[(i * channels) + c];
        }
    }
}
