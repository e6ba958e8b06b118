using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Models;
using Luciole.Torch;

namespace Luciole.Inference;

/// <summary>Predicts whole images with one network: <see cref="SetPredictor"/> with a set of one.</summary>
public sealed class ImagePredictor
{
    private readonly SetPredictor _set;

    /// <summary>Prepares prediction with a network whose parameters lie on <paramref name="device"/>.</summary>
    public ImagePredictor(ImageToImageModel model, PredictionSettings settings, Device device = default) => _set = new SetPredictor([model], settings, device);

    /// <summary>Patches that an image of this size is cut into.</summary>
    public int PatchCount(int height, int width) => _set.PatchCount(height, width);

    /// <summary>Predicts one image. The caller disposes the result.</summary>
    /// <param name="image">An image with the network's number of channels.</param>
    /// <param name="patchesDone">Told after every batch how many patches were predicted by it.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InputException">The image does not fit the network or the settings, or is damaged.</exception>
    public PredictedImage Predict(IImageSource image, Action<int>? patchesDone = null, CancellationToken cancellation = default) =>
        _set.Predict(image, patchesDone, cancellation)[0];
}
