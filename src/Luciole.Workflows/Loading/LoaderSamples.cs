using System.Globalization;
using Luciole.Data.Loading;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary><c>DATA.CHECK_GENERATORS</c>: every patch of the first epoch as the network gets it, as TIFF files in single precision.</summary>
/// <param name="log">Told how far it is.</param>
internal sealed class LoaderSamples(IRunLog log)
{
    /// <summary>Writes the patches of a loader, numbered in the order of the epoch.</summary>
    /// <param name="loader">Makes them.</param>
    /// <param name="part">What they are for, for the log.</param>
    /// <param name="rawFolder">Where the raw patches go.</param>
    /// <param name="targetFolder">Where the target patches go.</param>
    /// <param name="stop">Ends the writing.</param>
    /// <exception cref="InputException">A file cannot be written, or an image is damaged.</exception>
    public void Write(SampleLoader loader, string part, string rawFolder, string targetFolder, CancellationToken stop)
    {
        var number = 0;
        foreach (var batch in loader.Epoch(0, 0, stop))
        {
            for (var i = 0; i < batch.Count; i++, number++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{number}_{Path.GetFileNameWithoutExtension(batch.Samples[i].RawPath)}.tif");
                WriteOne(Path.Combine(rawFolder, name), batch.Raw, i, batch);
                if (batch.Target is { } target)
                    WriteOne(Path.Combine(targetFolder, name), target, i, batch);
            }

            log.Progress($"writing {part} patches", "patches", number, loader.PatchesPerEpoch);
        }
    }

    private static void WriteOne(string path, float[] patches, int index, TrainingBatch batch)
    {
        var samples = patches.Length / batch.Count;
        PatchPicture.WriteValues(path, patches.AsSpan(index * samples, samples), batch.Height, batch.Width);
    }
}
