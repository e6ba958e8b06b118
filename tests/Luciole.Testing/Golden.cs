using System.Text.Json;
using Luciole.Files;
using Xunit;

namespace Luciole.Testing;

/// <summary>Arrays, checkpoints and images computed by the reference. They lie in <c>../shared/golden</c>, beside the repository;
/// where they are absent the test skips and says so.</summary>
public static class Golden
{
    /// <summary>The repository's root: the folder that holds Luciole.slnx.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>A file or folder below ../shared, or a skip with the reason.</summary>
    public static string Shared(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", relative));
        Assert.SkipUnless(Path.Exists(path), $"../shared/{relative} is absent; this test compares with data computed by the reference.");
        return path;
    }

    /// <summary>The folder of one golden topic, for instance <c>norm</c>.</summary>
    public static string Topic(string topic) => Shared(Path.Combine("golden", topic));

    /// <summary>The cases of a topic's manifest.json.</summary>
    public static IReadOnlyList<JsonElement> Cases(string topic)
    {
        var path = Path.Combine(Topic(topic), "manifest.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.EnumerateArray().Select(e => e.Clone()).ToList();
    }

    /// <summary>An array of a topic, named relative to the topic's folder.</summary>
    public static NumpyFile Array(string topic, string file) => NumpyFile.Read(Path.Combine(Topic(topic), file));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Luciole.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("Tests must run from inside the repository.");
    }
}
