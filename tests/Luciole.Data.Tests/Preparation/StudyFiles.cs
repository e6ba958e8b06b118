using Luciole.Data.Preparation;

namespace Luciole.Data.Tests.Preparation;

/// <summary>Studies of small files, each with its own path as content, and a folder to prepare them into.</summary>
internal sealed class StudyFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Studies => _folder.File("studies");

    public string Out => _folder.File("out");

    public RecordedLog Log { get; } = new();

    public void Dispose() => _folder.Dispose();

    public string File(params string[] parts) => _folder.File(parts);

    /// <summary>Writes files below the studies' folder, given as <c>Study_1/image_5_BF_z0.ome.tiff</c>; the extension is added to names without.</summary>
    public void Add(string study, params string[] names)
    {
        foreach (var name in names)
            Write(Path.Combine(Studies, study, Path.HasExtension(name) ? name : name + ".ome.tiff"), $"{study}/{name}");
    }

    /// <summary>Writes fields with so many planes each and these targets.</summary>
    public void AddFields(string study, IEnumerable<int> fields, string modality, int planes, params string[] organelles)
    {
        foreach (var field in fields)
        {
            Add(study, [.. Enumerable.Range(0, planes).Select(z => $"image_{field}_{modality}_z{z}")]);
            Add(study, [.. organelles.Select(organelle => $"image_{field}_{organelle}")]);
        }
    }

    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
    }

    public PreparationResult Prepare(Func<PreparationOptions, PreparationOptions>? change = null, CancellationToken stop = default) =>
        PrepareFrom([Studies], change, stop);

    public PreparationResult PrepareFrom(IReadOnlyList<string> sources, Func<PreparationOptions, PreparationOptions>? change = null, CancellationToken stop = default)
    {
        var options = new PreparationOptions { OutputFolder = Out };
        return DataPreparation.Run(sources, change?.Invoke(options) ?? options, Log, stop);
    }

    /// <summary>The files of a prepared folder, relative to it, in order.</summary>
    public string[] Tree(string relative) => Directory.Exists(Path.Combine(Out, relative))
        ? [.. Directory.GetFiles(Path.Combine(Out, relative), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Path.Combine(Out, relative), path)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Every file that training would see, with its content.</summary>
    public Dictionary<string, string> Content() => PreparedTree.Roots
        .SelectMany(root => Tree(root).Select(path => Path.Combine(root, path)))
        .ToDictionary(path => path, path => System.IO.File.ReadAllText(Path.Combine(Out, path)));

    /// <summary>Rows of the list, by the source's path below the studies' folder.</summary>
    public Dictionary<string, string[]> Report() => System.IO.File.ReadAllLines(Path.Combine(Out, "prepared.csv")).Skip(1)
        .Select(line => line.Split(','))
        .ToDictionary(cells => Path.GetRelativePath(Studies, cells[0]), cells => cells);
}
