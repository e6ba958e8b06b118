using Luciole.Files;

namespace Luciole.Benchmarks;

/// <summary>The checkout that this program was built from.</summary>
internal static class Repository
{
    /// <summary>Its folder: the nearest one above the program that holds the solution.</summary>
    /// <exception cref="InputException">The program was moved out of it.</exception>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Luciole.slnx")))
                    return folder.FullName;
            }

            throw new InputException($"No folder above {AppContext.BaseDirectory} holds Luciole.slnx; run the benchmarks from the checkout they were built in.");
        }
    }
}
