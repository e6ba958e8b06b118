namespace Luciole.Configuration;

/// <summary>The key that was probably meant.</summary>
internal static class KeySuggestion
{
    /// <summary>The nearest known key by edit distance, over whole dotted keys and over names within any section; null when nothing is near.</summary>
    public static string? For(string key)
    {
        if (key.Length > 200)
            return null;
        string? best = null;
        var bestScore = double.MaxValue;
        foreach (var candidate in ConfigurationSchema.Keys.Select(k => k.Name).Append(ConfigurationSchema.DialectKey))
        {
            var whole = (double)Distance(key, candidate) / candidate.Length;
            // The right name in the wrong section is nearer than its distance says.
            var (leaf, known) = (Leaf(key), Leaf(candidate));
            var local = ((double)Distance(leaf, known) / known.Length) + (0.01 * Distance(Section(key), Section(candidate)));
            var score = Math.Min(whole, known.Length >= 2 ? local : double.MaxValue);
            if (score < bestScore)
                (best, bestScore) = (candidate, score);
        }

        return bestScore <= 0.4 ? best : null;
    }

    private static string Leaf(string key) => key[(key.LastIndexOf('.') + 1)..];

    private static string Section(string key) => key.LastIndexOf('.') is var dot and >= 0 ? key[..dot] : "";

    /// <summary>Insertions, deletions, replacements and exchanges of neighbours that turn one into the other, case aside.</summary>
    internal static int Distance(string from, string to)
    {
        var (a, b) = (from.ToUpperInvariant(), to.ToUpperInvariant());
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replace, 1 + Math.Min(table[i - 1, j], table[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[a.Length, b.Length];
    }
}
