using System.Globalization;
using System.Text;
using Luciole.Configuration;
using Luciole.Data.Checking;
using Luciole.Data.Discovery;
using Luciole.Data.Loading;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>
/// <c>DATA.TRAIN.CHECK_DATA</c> and <c>DATA.SKIP_CORRUPT</c>: every image of a training run is read once before the first epoch. Leaving damaged
/// ones out needs the check, so it is then made in any case.
/// </summary>
/// <param name="images">Opens images and keeps decoded ones.</param>
/// <param name="settings">How images are measured, and what becomes of damaged ones.</param>
/// <param name="recordFile">Remembers what was checked, for a later start.</param>
/// <param name="skippedFile">Where images that are left out are listed.</param>
/// <param name="log">Told what happens.</param>
internal sealed class TrainingDataCheck(ImageCache images, CheckSettings settings, string recordFile, string skippedFile, IRunLog log)
{
    /// <summary>Whether a configuration asks for the check.</summary>
    public static bool IsWanted(DataSettings data) => data.Train.CheckData || data.SkipCorrupt;

    /// <summary>Checks the images and leaves damaged ones out where that is asked for.</summary>
    /// <exception cref="InputException">An image is damaged and may not be left out, or nothing is left.</exception>
    /// <exception cref="OperationCanceledException">The check was stopped.</exception>
    public (TrainingData Data, IReadOnlyDictionary<string, CheckedImage> Known) Run(TrainingData data, CancellationToken stop)
    {
        var check = new DataCheck(images, settings, CheckRecord.Open(recordFile, settings.Description));
        var found = check.Run([.. data.Training, .. data.Validation], (done, total) => log.Progress("checking", "images", done, total), stop);
        if (!settings.SkipDamaged)
            return (data, found.Sound);
        var (training, skippedInTraining) = found.Keep(data.Training);
        var (validation, skippedInValidation) = found.Keep(data.Validation);
        SkippedImage[] skipped = [.. skippedInTraining, .. skippedInValidation];
        List(skipped);
        RequireSome("training", data.Training, training, skippedInTraining);
        RequireSome("validation", data.Validation, validation, skippedInValidation);
        return (data with { Training = training, Validation = validation }, found.Sound);
    }

    private void List(SkippedImage[] skipped)
    {
        // An empty list replaces that of an earlier run.
        var csv = new StringBuilder("image,reason\n");
        foreach (var (path, reason) in skipped)
            csv.Append(CultureInfo.InvariantCulture, $"{Quoted(path)},{Quoted(reason)}\n");
        AtomicFile.WriteAllText(skippedFile, csv.ToString());
        if (skipped.Length > 0)
            log.Note($"{skipped.Length} images are left out because they or their counterparts cannot be read; {skippedFile} lists them.");
    }

    private static void RequireSome(string part, IReadOnlyList<Sample> found, IReadOnlyList<Sample> left, IReadOnlyList<SkippedImage> skipped)
    {
        if (found.Count > 0 && left.Count == 0)
            throw new InputException($"None of the {found.Count} {part} samples can be read (the first: {skipped[0].Reason.TrimEnd('.')}); copy or export the images again.");
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
