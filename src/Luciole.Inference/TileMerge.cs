using Luciole.Data.Patches;

namespace Luciole.Inference;

/// <summary>Puts the predicted patches of one image together, and the confidence where the image has room for it.</summary>
internal sealed class TileMerge
{
    // Of each channel: the prediction, its variance, its square.
    private const int Moments = 3;

    private readonly PredictedImage _image;
    private readonly PatchMerge _merge;
    private float[] _mean = [];
    private float[] _confidence = [];

    /// <summary>Prepares the merging of all patches of a grid.</summary>
    public TileMerge(PatchGrid grid, ReflectPadding padding, PredictedImage image)
    {
        _image = image;
        Channels = image.Channels * (image.Confidence is null ? 1 : Moments);
        _merge = new PatchMerge(grid, Channels, image.Confidence is null ? (first, _, rows) => image.Add(first, rows) : Split, padding);
    }

    /// <summary>Channels of the patches to be added.</summary>
    public int Channels { get; }

    /// <summary>Adds the next patch <c>[Y, X, C]</c> in the order of the grid.</summary>
    public void Add(ReadOnlySpan<float> patch) => _merge.Add(patch);

    private void Split(int first, int count, Span<float> rows)
    {
        var channels = _image.Channels;
        var pixels = rows.Length / Channels;
        if (_mean.Length < pixels * channels)
            (_mean, _confidence) = (new float[pixels * channels], new float[pixels * channels]);
        for (var i = 0; i < pixels; i++)
        {
            var pixel = rows.Slice(i * Channels, Channels);
            for (var c = 0; c < channels; c++)
            {
                var (mean, variance, square) = (pixel[c], pixel[channels + c], pixel[(2 * channels) + c]);
                _mean[(i * channels) + c] = mean;
                _confidence[(i * channels) + c] = 1 / (1 + MathF.Sqrt(variance + MathF.Max(0, square - (mean * mean))));
            }
        }

        _image.Add(first, _mean.AsSpan(0, pixels * channels));
        _image.Confidence!.Add(first, _confidence.AsSpan(0, pixels * channels));
    }
}
