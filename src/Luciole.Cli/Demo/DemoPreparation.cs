using Luciole.Data.Studies;

namespace Luciole.Cli.Demo;

/// <summary>Arranges the studies as training reads them: a tree for each organelle, and flat folders for pre-training.</summary>
internal static class DemoPreparation
{
    private const int ValidationEvery = 10;

    /// <summary>Links every image to where it is needed; one field in ten of each study validates.</summary>
    public static void Run(string studies, string prepared)
    {
        if (Directory.Exists(prepared))
            Directory.Delete(prepared, recursive: true);
        foreach (var folder in Directory.EnumerateDirectories(studies).Order(StringComparer.Ordinal))
        {
            var study = Study.Read(folder);
            for (var i = 0; i < study.Fields.Count; i++)
                Place(study.Name, study.Fields[i], i % ValidationEvery == ValidationEvery / 2 ? "val" : "train", prepared);
        }
    }

    private static void Place(string study, FieldOfView field, string side, string prepared)
    {
        var begin = $"{study}_{field.Planes[0].Modality}_";
        foreach (var (organelle, target) in field.Targets)
        {
            var name = begin + Path.GetFileName(target);
            var tree = Path.Combine(prepared, organelle.ToString().ToLowerInvariant(), side);
            Link(target, Path.Combine(tree, "y", name, name));
            foreach (var plane in field.Planes)
                Link(plane.Path, Path.Combine(tree, "x", name, begin + Path.GetFileName(plane.Path)));
        }

        foreach (var plane in field.Planes)
            Link(plane.Path, Path.Combine(prepared, "pretraining", side, begin + Path.GetFileName(plane.Path)));
    }

    private static void Link(string source, string destination)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        File.CreateSymbolicLink(destination, Path.GetFullPath(source));
    }
}
