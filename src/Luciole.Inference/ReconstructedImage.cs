namespace Luciole.Inference;

/// <summary>What a masked autoencoder made of one image. All in normalised units, to be read in the units wanted.</summary>
/// <param name="Prediction">Its prediction everywhere, also where it saw the image.</param>
/// <param name="Masked">What it saw: the image with its hidden tokens at 0.</param>
/// <param name="Mixture">The prediction where tokens were hidden, the image where they were visible.</param>
/// <param name="Errors">How far the prediction is from the image where that was hidden, in normalised units.</param>
public sealed record ReconstructedImage(PredictedImage Prediction, PredictedImage Masked, PredictedImage Mixture, HiddenErrors Errors) : IDisposable
{
    /// <summary>Gives memory and scratch files back.</summary>
    public void Dispose()
    {
        Prediction.Dispose();
        Masked.Dispose();
        Mixture.Dispose();
    }
}
