namespace Luciole.Files;

/// <summary>
/// Where the native libraries lie: the folder that <c>LUCIOLE_NATIVE</c> names, the program's own folder, or <c>build/native</c> of
/// the repository the program runs from.
/// </summary>
public static class NativeFolder
{
    /// <summary>The path of a native library.</summary>
    /// <exception cref="InputException">It is in none of these places: it was not built yet.</exception>
    public static string Find(string libraryFileName)
    {
        foreach (var folder in Candidates())
        {
            var path = Path.Combine(folder, libraryFileName);
            if (File.Exists(path))
                return path;
        }

        throw new InputException($"{libraryFileName} is not there: it is built when Luciole is first started by ./luciole, at the repository's root; start it so, or name its folder in LUCIOLE_NATIVE.");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("LUCIOLE_NATIVE") is { Length: > 0 } named)
            yield return named;
        yield return AppContext.BaseDirectory;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Luciole.slnx")))
                yield return Path.Combine(folder.FullName, "build", "native");
        }
    }
}
