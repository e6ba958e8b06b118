using Luciole.Torch;

namespace Luciole.Models;

/// <summary>Images cut into tokens: rows of tokens one after the other; within a token pixel by pixel, channels innermost.</summary>
public static class Patches
{
    private const double Epsilon = 1e-6;

    /// <summary>From <c>[N, C, H, W]</c> to <c>[N, H/token * W/token, token^2 * C]</c>.</summary>
    public static Tensor Patchify(Tensor images, long token)
    {
        var s = images.Shape;
        if (s.Length != 4 || s[2] % token != 0 || s[3] % token != 0)
            throw new ArgumentException($"Images of shape [{string.Join(", ", s)}] are not whole tokens of {token} pixels.", nameof(images));
        return images.Reshape(s[0], s[1], s[2] / token, token, s[3] / token, token)
            .Then(x => x.Permute(0, 2, 4, 3, 5, 1))
            .Then(x => x.Reshape(s[0], s[2] / token * (s[3] / token), token * token * s[1]));
    }

    /// <summary>From <c>[N, L, token^2 * C]</c> to square images <c>[N, C, H, H]</c>.</summary>
    public static Tensor Unpatchify(Tensor patches, long token, long channels)
    {
        var s = patches.Shape;
        var grid = s.Length == 3 ? (long)Math.Round(Math.Sqrt(s[1])) : 0;
        if (s.Length != 3 || grid * grid != s[1] || s[2] != token * token * channels)
            throw new ArgumentException($"Patches of shape [{string.Join(", ", s)}] make no square image of {channels} channels in tokens of {token} pixels.", nameof(patches));
        return patches.Reshape(s[0], grid, grid, token, token, channels)
            .Then(x => x.Permute(0, 5, 1, 3, 2, 4))
            .Then(x => x.Reshape(s[0], channels, grid * token, grid * token));
    }

    /// <summary>Each patch with mean 0 and variance 1 (unbiased; 1e-6 is added to it).</summary>
    public static Tensor Normalize(Tensor patches)
    {
        using var mean = patches.Mean([-1], keepAxes: true);
        using var deviation = Deviation(patches);
        return (patches - mean).Then(x => x / deviation);
    }

    /// <summary>Undoes <see cref="Normalize"/> of predicted patches with the statistics of the original ones.</summary>
    public static Tensor Denormalize(Tensor normalized, Tensor originals)
    {
        using var mean = originals.Mean([-1], keepAxes: true);
        using var deviation = Deviation(originals);
        return (normalized * deviation).Then(x => x + mean);
    }

    private static Tensor Deviation(Tensor patches) =>
        patches.Variance([-1], unbiased: true, keepAxes: true).Then(x => x + Epsilon).Then(x => x.Sqrt());
}
