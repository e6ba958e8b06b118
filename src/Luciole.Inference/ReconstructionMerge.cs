using Luciole.Data.Patches;

namespace Luciole.Inference;

/// <summary>Puts the reconstructed patches of one image together and sums up their errors, without those of reflected pixels.</summary>
internal sealed class ReconstructionMerge
{
    private readonly PatchGrid _grid;
    private readonly ReflectPadding _padding;
    private readonly int _channels;
    private readonly HiddenErrors _errors;
    private readonly PatchMerge _prediction;
    private readonly PatchMerge _masked;
    private readonly PatchMerge _mixture;
    private readonly float[] _maskedPatch;
    private readonly float[] _mixturePatch;
    private int _next;

    /// <summary>Prepares the merging of all patches of a grid, which lie side by side, into <paramref name="result"/>.</summary>
    public ReconstructionMerge(PatchGrid grid, ReflectPadding padding, int channels, ReconstructedImage result)
    {
        _grid = grid;
        _padding = padding;
        _channels = channels;
        _errors = result.Errors;
        PatchMerge Into(PredictedImage part) => new(grid, channels, (first, _, rows) => part.Add(first, rows), padding);
        (_prediction, _masked, _mixture) = (Into(result.Prediction), Into(result.Masked), Into(result.Mixture));
        _maskedPatch = new float[grid.Patch.Height * grid.Patch.Width * channels];
        _mixturePatch = new float[_maskedPatch.Length];
    }

    /// <summary>Adds the next patch in the order of the grid, all <c>[Y, X, C]</c>.</summary>
    /// <param name="input">The patch itself.</param>
    /// <param name="prediction">The network's prediction.</param>
    /// <param name="hidden">1 where the network did not see the patch, else 0.</param>
    public void Add(ReadOnlySpan<float> input, ReadOnlySpan<float> prediction, ReadOnlySpan<float> hidden)
    {
        var box = _grid[_next++];
        var rowSamples = _grid.Patch.Width * _channels;
        for (var i = 0; i < input.Length; i++)
        {
            var isHidden = hidden[i] != 0;
            _maskedPatch[i] = isHidden ? 0 : input[i];
            _mixturePatch[i] = isHidden ? prediction[i] : input[i];
            if (box.Top + (i / rowSamples) >= _padding.Top && box.Left + (i % rowSamples / _channels) >= _padding.Left)
                _errors.Add(prediction[i], input[i], isHidden);
        }

        _prediction.Add(prediction);
        _masked.Add(_maskedPatch);
        _mixture.Add(_mixturePatch);
    }
}
