using Luciole.Data.Discovery;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>
/// From the LightMyCells challenge's studies to the folders that training reads (<see cref="PreparedTree"/>), with one target in ten
/// held out so that every study is covered (<see cref="ValidationFields"/>). Images are never opened, only named anew: linked where
/// possible, their bytes untouched. A second run changes nothing; an interrupted one is completed by the next; other options bring the
/// same folder to what they ask for, removing only what an earlier preparation put there.
/// </summary>
public static class DataPreparation
{
    /// <summary>Prepares the studies that lie in, or are, these folders and <c>.tar.gz</c> archives.</summary>
    /// <exception cref="InputException">The studies cannot be read or contradict each other, or the output folder does not allow it.</exception>
    /// <exception cref="OperationCanceledException">Stopped; what is there is complete in itself, and the next run goes on.</exception>
    public static PreparationResult Run(IReadOnlyList<string> sources, PreparationOptions options, IPreparationLog log, CancellationToken stop)
    {
        var places = StudyPlaces.Find(sources);
        RequireApart(options.OutputFolder, [.. sources, .. places.Folders]);
        var folders = places.Folders.Select(StudyFolder.Read).ToList();
        RequireDistinct(folders);
        using var output = PreparedFolder.Open(options.OutputFolder);
        var archives = new ExtractedArchives(output.Extracted);
        var extracted = archives.Extract(places.Archives, log, stop);
        folders.AddRange(extracted.Folders.Select(StudyFolder.Read));
        RequireDistinct(folders);
        List<LeftOut> leftOut = [.. places.LeftOut, .. extracted.LeftOut, .. folders.SelectMany(folder => folder.LeftOut)];
        var plan = PreparationPlan.Of([.. folders.SelectMany(folder => folder.Studies).OrderBy(study => study.Name, NaturalOrder.Instance)], options);
        var placed = new TreeUpdate(output, options.Placing, log, stop).Run(plan.Images);
        archives.RemoveOthers(places.Archives);
        PreparationReport.Write(output.Report, plan.Images, placed, leftOut);
        foreach (var note in plan.Notes)
            log.Note(note);
        return new PreparationResult(
            plan.Counts,
            plan.Images.Count(image => image.Pretraining.Contains(PreparedSide.Train)),
            plan.Images.Count(image => image.Pretraining.Contains(PreparedSide.Val)),
            plan.Images.Where(image => image.Destinations.Count == 0).Select(image => image.Note).Concat(leftOut.Select(item => item.Reason)).CountBy(reason => reason).ToDictionary(),
            output.Report);
    }

    // A folder among the studies would be taken for a study by the next run.
    private static void RequireApart(string output, IReadOnlyList<string> sources)
    {
        var real = RealPath.Of(output);
        if (File.Exists(real))
            throw new InputException($"{output}: is a file; --out names a folder.");
        foreach (var source in sources.Where(Directory.Exists))
        {
            var study = RealPath.Of(source);
            if (IsInside(real, study))
                throw new InputException($"{output}: lies in {source}, which holds the studies; choose a folder outside for --out.");
            if (PreparedTree.Roots.Append("extracted").Append(".prepare").FirstOrDefault(root => IsInside(study, Path.Combine(real, root))) is { } own)
                throw new InputException($"{source}: lies in {Path.Combine(output, own)}, which is made by the preparation itself; name the original studies or choose another folder for --out.");
        }
    }

    private static bool IsInside(string path, string folder) =>
        (Path.TrimEndingDirectorySeparator(path) + "/").StartsWith(Path.TrimEndingDirectorySeparator(folder) + "/", StringComparison.Ordinal);

    private static void RequireDistinct(IReadOnlyList<StudyFolder> folders)
    {
        var folderOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (folder, study) in folders.SelectMany(folder => folder.Studies.Select(study => (folder.Folder, study.Name))))
        {
            if (!folderOf.TryAdd(study, folder))
                throw new InputException($"{folderOf[study]} and {folder} both hold a study called {study}; rename one of them, or name only one.");
        }
    }
}
