namespace Luciole.Files;

/// <summary>Absolute paths without symbolic links, so that two names of one file compare equal.</summary>
public static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path with every link on the way followed; what does not exist stays as it is.</summary>
    public static string Of(string path)
    {
        var real = Path.GetFullPath(path);
        for (var links = 0; links < MostLinks && FollowFirstLink(real) is { } followed; links++)
            real = followed;
        return real;
    }

    private static string? FollowFirstLink(string path)
    {
        var end = 0;
        while (end < path.Length)
        {
            end = path.IndexOf(Path.DirectorySeparatorChar, end + 1) is var next and > 0 ? next : path.Length;
            var part = path[..end];
            if (new FileInfo(part).LinkTarget is { } target)
                return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(part) ?? "/", target) + path[end..]);
        }

        return null;
    }
}
