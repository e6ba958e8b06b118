namespace Luciole.Imaging.Pixels;

/// <summary>Makes text out of files, which may hold anything, fit to stand in a one-line message.</summary>
internal static class Quote
{
    /// <summary>The text without control characters, cut to a bearable length.</summary>
    public static string Line(string? text, int most = 120)
    {
        var line = string.Concat((text ?? "").Take(most).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return text?.Length > most ? line + "..." : line;
    }
}
