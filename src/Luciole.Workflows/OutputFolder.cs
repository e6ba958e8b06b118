using Luciole.Data.Discovery;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>The folder that predictions go to.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder where it is missing.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{folder}: cannot be made the output folder ({e.Message.TrimEnd('.')}); choose a folder that you may write to.", e);
        }
    }

    /// <summary>Refuses outputs that would replace an input. Links are followed: the output folder may be the input's by another name.</summary>
    /// <exception cref="InputException">One would.</exception>
    public static void RequireNoInputOverwritten(string folder, IReadOnlyList<Sample> samples, IEnumerable<string> names)
    {
        var real = RealPath.Of(folder);
        var outputs = names.Select(n => RealPath.Of(Path.Combine(real, n))).ToHashSet(StringComparer.Ordinal);
        foreach (var path in samples.SelectMany(s => new[] { s.RawPath, s.TargetPath }))
        {
            if (path is not null && outputs.Contains(RealPath.Of(path)))
                throw new InputException($"{folder}: the prediction would overwrite its input {path}; choose another output folder.");
        }
    }
}
