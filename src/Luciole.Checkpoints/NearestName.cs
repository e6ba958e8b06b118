namespace Luciole.Checkpoints;

/// <summary>Finds the name a user probably meant.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest changed letters (Levenshtein distance); null when there are none.</summary>
    public static string? Find(string wanted, IEnumerable<string> names) => names.MinBy(n => Distance(wanted, n));

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[^1];
    }
}
