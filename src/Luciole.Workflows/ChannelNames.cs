using Luciole.Data.Discovery;
using Luciole.Data.Studies;

namespace Luciole.Workflows;

/// <summary>What a model predicts, told from names.</summary>
internal static class ChannelNames
{
    private const string Unknown = "Prediction";

    private static readonly (string Part, Organelle Organelle)[] s_parts =
    [
        ("nucle", Organelle.Nucleus), ("mito", Organelle.Mitochondria), ("actin", Organelle.Actin), ("tubulin", Organelle.Tubulin),
    ];

    /// <summary>The organelle whose name a file's name contains, or a neutral word.</summary>
    public static string Guess(string path)
    {
        var name = Path.GetFileName(path);
        foreach (var (part, organelle) in s_parts)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
                return organelle.ToString();
        }

        return Unknown;
    }

    /// <summary>The organelle that all targets of a training set show by their names; null when they do not agree or do not say.</summary>
    public static string? OfTargets(IEnumerable<Sample> samples)
    {
        var organelles = samples.Select(s => s.TargetPath is null ? null : FieldImageName.TryParse(s.TargetPath)?.Organelle).Distinct().Take(2).ToList();
        return organelles.Count == 1 ? organelles[0]?.ToString() : null;
    }
}
