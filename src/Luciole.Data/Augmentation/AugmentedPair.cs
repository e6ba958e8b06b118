using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary>A normalised patch and its target while they are being augmented.</summary>
public sealed class AugmentedPair
{
    private float[]? _spare;

    /// <summary>Starts with a patch; the arrays may be changed in place or replaced.</summary>
    /// <param name="image">The raw patch <c>[Y, X, C]</c>.</param>
    /// <param name="target">The target patch <c>[Y, X, C]</c>, or <see langword="null"/>.</param>
    /// <param name="height">Rows of both.</param>
    /// <param name="width">Columns of both.</param>
    public AugmentedPair(float[] image, float[]? target, int height, int width)
    {
        if (image.Length % (height * width) != 0 || (target?.Length ?? 0) % (height * width) != 0)
            throw new ArgumentException($"{image.Length} and {target?.Length} samples are not images of {height} x {width}.", nameof(image));
        (Image, Target, Height, Width) = (image, target, height, width);
    }

    /// <summary>The raw patch <c>[Y, X, C]</c>.</summary>
    public float[] Image { get; set; }

    /// <summary>The target patch <c>[Y, X, C]</c>, or <see langword="null"/>.</summary>
    public float[]? Target { get; set; }

    /// <summary>Rows of both.</summary>
    public int Height { get; }

    /// <summary>Columns of both.</summary>
    public int Width { get; }

    /// <summary>Draws another sample of the same size, not augmented, for changes that mix two; <see langword="null"/> where there is none.</summary>
    public Func<SampleRandom, AugmentedPair>? DrawAnother { get; init; }

    /// <summary>Replaces image and target by what <paramref name="change"/> makes of each; their old arrays are used again.</summary>
    public void RewriteBoth(PixelRewrite change)
    {
        RewriteImage(change);
        if (Target is not null)
            Target = Rewrite(Target, change);
    }

    /// <summary>Replaces the raw patch alone by what <paramref name="change"/> makes of it; its old array is used again.</summary>
    public void RewriteImage(PixelRewrite change) => Image = Rewrite(Image, change);

    private float[] Rewrite(float[] source, PixelRewrite change)
    {
        var result = _spare?.Length == source.Length ? _spare : GC.AllocateUninitializedArray<float>(source.Length);
        change(source, result, source.Length / (Height * Width));
        _spare = source;
        return result;
    }
}
