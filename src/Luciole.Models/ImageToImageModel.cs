using Luciole.Torch;
using Luciole.Torch.Modules;
using Luciole.Torch.Precision;

namespace Luciole.Models;

/// <summary>A network that turns images into images of the same size.</summary>
public abstract class ImageToImageModel : Module
{
    /// <summary>Channels of the input.</summary>
    public abstract long InputChannels { get; }

    /// <summary>Channels of the output.</summary>
    public abstract long OutputChannels { get; }

    /// <summary>The only height and width it takes, or null when it takes every multiple of <see cref="SizeMultiple"/>.</summary>
    public abstract long? ImageSize { get; }

    /// <summary>What height and width must be divisible by.</summary>
    public abstract long SizeMultiple { get; }

    /// <summary>
    /// From <c>[N, C, H, W]</c> to <c>[N, C', H, W]</c>, in normalised units. Activations are freed at their last use, as far as
    /// autograd does not hold them.
    /// </summary>
    /// <exception cref="ArgumentException">The input has another shape than the model takes.</exception>
    public abstract Tensor Forward(Tensor input);

    /// <summary>
    /// The last layer. A prediction that is kept is made in single precision also where the rest is in 16 bits, whose steps would be seen in
    /// smooth parts of an image.
    /// </summary>
    protected Tensor Predict(Tensor features, Conv2d last)
    {
        if (IsTraining)
            return last.Forward(features);
        using var single = new SinglePrecision(features.Device.Kind);
        return features.To(ScalarType.Float32).Then(last.Forward);
    }

    /// <summary>Refuses an input that the model cannot take.</summary>
    protected void CheckInput(Tensor input)
    {
        var shape = input.Shape;
        if (shape.Length != 4 || shape[1] != InputChannels || !TakesSize(shape[2]) || !TakesSize(shape[3]))
        {
            var size = ImageSize is { } s ? $"{s}, {s}" : $"height, width, both multiples of {SizeMultiple}";
            throw new ArgumentException($"The input has shape [{string.Join(", ", shape)}]; the model takes [N, {InputChannels}, {size}].", nameof(input));
        }
    }

    private bool TakesSize(long size) => ImageSize is { } s ? size == s : size > 0 && size % SizeMultiple == 0;
}
