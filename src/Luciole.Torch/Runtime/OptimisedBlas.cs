namespace Luciole.Torch.Runtime;

/// <summary>
/// Knows optimised BLAS libraries by the names of the files that this process has loaded, which is quicker than <see cref="BlasSpeed"/>.
/// A libtorch with the BLAS inside itself is not known by this; only measuring tells then.
/// </summary>
public static class OptimisedBlas
{
    private static readonly string[] s_names = ["libopenblas", "libmkl_", "libblis", "libatlas", "libarmpl", "libnvpl_blas"];

    /// <summary>Whether this process has loaded one.</summary>
    public static bool IsLoaded()
    {
        try
        {
            return IsAmong(File.ReadLines("/proc/self/maps"));
        }
        catch (IOException)
        {
            // No such file: not Linux, or a very closed sandbox.
            return false;
        }
    }

    /// <summary>Whether one is among the lines of <c>/proc/self/maps</c>.</summary>
    public static bool IsAmong(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var file = line.AsSpan(line.LastIndexOf('/') + 1);
            foreach (var name in s_names)
            {
                if (file.StartsWith(name, StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }
}
