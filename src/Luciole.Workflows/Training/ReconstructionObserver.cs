using Luciole.Models;
using Luciole.Training;

namespace Luciole.Workflows;

/// <summary>Draws what a masked autoencoder makes of a few validation images every so many epochs, beside what another observer does.</summary>
/// <param name="inner">The other observer.</param>
/// <param name="model">The masked autoencoder.</param>
/// <param name="images">Normalised images <c>[C, H, W]</c> and their names.</param>
/// <param name="every">Epochs from one drawing to the next.</param>
/// <param name="lastEpoch">The epoch after which training ends, which is drawn too.</param>
/// <param name="folder">Where the pictures go.</param>
internal sealed class ReconstructionObserver(
    ITrainingObserver inner, MaskedAutoencoder model, IReadOnlyList<(string Name, float[] Image)> images, int every, int lastEpoch, string folder) : ITrainingObserver
{
    public void Note(string text) => inner.Note(text);

    public void StepDone(StepRecord step) => inner.StepDone(step);

    public void EpochDone(EpochRecord epoch)
    {
        inner.EpochDone(epoch);
        if (epoch.Epoch % every == 0 || epoch.Epoch == 1 || epoch.Epoch == lastEpoch)
            ReconstructionPictures.Write(model, images, epoch.Epoch, folder);
    }

    /// <summary>The first images of a source, for the pictures.</summary>
    public static IReadOnlyList<(string Name, float[] Image)> ImagesOf(IBatchSource source)
    {
        var images = new List<(string, float[])>();
        foreach (var batch in source.Epoch(0, 0, CancellationToken.None))
        {
            var size = batch.Raw.Length / batch.Count;
            images.AddRange(batch.Names.Select((name, n) => (name, batch.Raw.AsSpan(n * size, size).ToArray())));
            if (images.Count >= ReconstructionPictures.MostImages)
                break;
        }

        return [.. images.Take(ReconstructionPictures.MostImages)];
    }
}
