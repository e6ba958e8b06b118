namespace Luciole.Data.Augmentation;

/// <summary>A normalised patch and its target while they are being augmented.</summary>
public sealed class AugmentedPair
{
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

    /// <summary>Replaces image and target by what <paramref name="change"/> makes of each; its second argument is the number of channels.</summary>
    public void ChangeBoth(Func<float[], int, float[]> change)
    {
        var pixels = Height * Width;
        Image = change(Image, Image.Length / pixels);
        if (Target is not null)
            Target = change(Target, Target.Length / pixels);
    }
}
