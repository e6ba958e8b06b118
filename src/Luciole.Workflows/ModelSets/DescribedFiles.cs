using Luciole.Files;
using Luciole.ModelDescriptions;

namespace Luciole.Workflows.ModelSets;

/// <summary>The files that a description names by <c>source</c> and <c>sha256</c>, all of which must lie in its folder.</summary>
internal sealed class DescribedFiles(string folder, string description)
{
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);

    /// <summary>The SHA-256 that is said of each file that was asked for.</summary>
    public IReadOnlyDictionary<string, string> Hashes => _hashes;

    /// <summary>A file that must be there.</summary>
    /// <exception cref="InputException">It is not named, lies elsewhere, or is missing.</exception>
    public string Require(DescriptionNode file) => Found(file)
        ?? throw new InputException($"{description}: names {file["source"].RequireText()} in {file.Place}, which is missing beside it; copy the whole set again.");

    /// <summary>A file, or null where none is named.</summary>
    /// <exception cref="InputException">It is named, but lies elsewhere or is missing.</exception>
    public string? Optional(DescriptionNode file) => file.IsMissing ? null : Require(file);

    /// <summary>The first of two files that is there.</summary>
    /// <exception cref="InputException">Neither is.</exception>
    public string FirstOf(DescriptionNode first, DescriptionNode second) => Found(first) ?? (second.IsMissing ? null : Found(second)) ?? Require(first);

    private string? Found(DescriptionNode file)
    {
        var source = file["source"].RequireText();
        if (source.Length == 0 || source is "." or ".." || source.Contains("://", StringComparison.Ordinal) || source.AsSpan().ContainsAny('/', '\\', '\0'))
            throw new InputException($"{description}: {file.Place}.source is {source}, where the name of a file beside the description was expected; download the file and write its name.");
        var path = Path.Combine(folder, source);
        if (!File.Exists(path))
            return null;
        _hashes[path] = file["sha256"].RequireText();
        return path;
    }
}
