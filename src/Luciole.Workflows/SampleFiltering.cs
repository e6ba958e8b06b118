using System.Text;
using Luciole.Configuration;
using Luciole.Data.Discovery;
using Luciole.Data.Filtering;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows;

/// <summary>Leaves samples out of a run as its configuration says, and tells which and why.</summary>
public static class SampleFiltering
{
    private const int MostReasons = 10;

    /// <summary>
    /// The samples that stay. Those left out are told to the log (the first few) and listed with their reasons in
    /// <c>left_out_PURPOSE.csv</c>; with <c>DATA.SAVE_FILTERED_IMAGES</c> some images of both kinds are copied into the folders
    /// <c>filtered</c> and <c>not-filtered</c> beside it.
    /// </summary>
    /// <param name="samples">The samples.</param>
    /// <param name="filter">Whole images are judged by it; null keeps all samples.</param>
    /// <param name="section">The section of the settings, for messages: <c>DATA.TEST</c>.</param>
    /// <param name="data">How many images are copied.</param>
    /// <param name="folder">Where the list goes (<c>PATHS.FIL_SAMPLES_DIR</c>).</param>
    /// <param name="log">Told what is left out.</param>
    /// <param name="keepDamaged">Whether samples that cannot be judged are kept, so that they are reported where they are used.</param>
    /// <exception cref="InputException">Nothing is left, an image is damaged, or the list cannot be written.</exception>
    public static IReadOnlyList<Sample> Apply(IReadOnlyList<Sample> samples, SampleFilter? filter, string section, DataSettings data, string folder, IRunLog log, bool keepDamaged = false)
    {
        if (filter is null)
            return samples;
        var (kept, leftOut) = filter.Keep(samples, ImageFile.Open, keepDamaged);
        foreach (var (sample, reason) in leftOut.Take(MostReasons))
            log.Note($"{sample.RawPath}: left out by {section}.FILTER_SAMPLES, as {reason}");
        if (leftOut.Count > MostReasons)
            log.Note($"{leftOut.Count - MostReasons} more are left out by {section}.FILTER_SAMPLES");
        var purpose = section[(section.IndexOf('.', StringComparison.Ordinal) + 1)..];
        WriteList(Path.Combine(folder, $"left_out_{purpose}.csv"), leftOut);
        if (data.SaveFilteredImages)
        {
            Copy(leftOut.Select(l => l.Sample).Take(data.SavedFilteredImages), Path.Combine(folder, "filtered"));
            Copy(kept.Take(data.SavedFilteredImages), Path.Combine(folder, "not-filtered"));
        }

        return kept.Count > 0
            ? kept
            : throw new InputException($"{section}.FILTER_SAMPLES: leaves out all {samples.Count} images, the first because {leftOut[0].Reason}; change VALUES or SIGNS, or set ENABLE: False.");
    }

    private static void WriteList(string path, IEnumerable<(Sample Sample, string Reason)> leftOut)
    {
        var csv = new StringBuilder("image,reason\n");
        foreach (var (sample, reason) in leftOut)
            csv.Append('"').Append(sample.RawPath.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\",\"").Append(reason).Append("\"\n");
        AtomicFile.WriteAllText(path, csv.ToString());
    }

    private static void Copy(IEnumerable<Sample> samples, string folder)
    {
        var paths = samples.Select(s => s.RawPath).ToList();
        foreach (var (path, name) in paths.Zip(OutputNames.For(paths)))
        {
            // The copy keeps what the file is; only the name may get its folder in front.
            using var source = File.OpenRead(path);
            using var copy = new AtomicFile(Path.Combine(folder, Path.ChangeExtension(name, Path.GetExtension(path))));
            source.CopyTo(copy.Stream);
            copy.Commit();
        }
    }
}
