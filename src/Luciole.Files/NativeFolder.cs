namespace Luciole.Files;

/// <summary>
/// Where Luciole's own native libraries lie: the folder that the environment variable <c>LUCIOLE_NATIVE</c> names, else the program's
/// folder, else <c>build/native</c> of the repository that the program runs in.
/// </summary>
public static class NativeFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "LUCIOLE_NATIVE";

    private const string RepositoryMark = "Luciole.slnx";

    /// <summary>The full path of a native library, for instance <c>libluciole_tiff.so</c>.</summary>
    /// <exception cref="InputException">The library was not built, or not for this folder.</exception>
    public static string Find(string libraryFileName) =>
        Find(libraryFileName, Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory);

    /// <summary>As <see cref="Find(string)"/>, for a given value of the variable and a given folder of the program.</summary>
    /// <exception cref="InputException">The library is not where it should be.</exception>
    public static string Find(string libraryFileName, string? chosenFolder, string programFolder)
    {
        if (!string.IsNullOrEmpty(chosenFolder))
        {
            var chosen = Path.Combine(Path.GetFullPath(chosenFolder), libraryFileName);
            return File.Exists(chosen)
                ? chosen
                : throw new InputException($"{chosen}: is missing although {Variable} names its folder; unset {Variable} or run ./luciole, which builds it.");
        }

        var beside = Path.Combine(programFolder, libraryFileName);
        if (File.Exists(beside))
            return beside;

        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "build", "native", libraryFileName);
            if (File.Exists(Path.Combine(folder.FullName, RepositoryMark)) && File.Exists(built))
                return built;
        }

        throw new InputException($"{libraryFileName}: was found neither in {programFolder} nor in the repository's build/native; run ./luciole, which builds it.");
    }
}
