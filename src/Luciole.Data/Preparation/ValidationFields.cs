using Luciole.Data.Studies;

namespace Luciole.Data.Preparation;

/// <summary>
/// Chooses the fields of view that validate, for all organelles alike, so that no field trains one organelle and validates another.
/// The choice depends on nothing but which images there are, never on the organelles that are asked for.
/// </summary>
/// <remarks>
/// In every study, an organelle with n targets, two or more, gets n/N of them for validation, rounded, at least one, and keeps at
/// least one for training. Organelles with few targets choose first. Fields are spread evenly over those that show the same organelles, in the order of
/// their numbers. Of the targets that are alone in their study, one in N validates; at least one where an organelle would have none.
/// Only fields with raw images and targets take part.
/// </remarks>
public static class ValidationFields
{
    /// <summary>The fields that validate.</summary>
    /// <param name="studies">All studies.</param>
    /// <param name="every">N: one target in so many validates; at least 2.</param>
    public static IReadOnlySet<FieldKey> Choose(IReadOnlyList<Study> studies, int every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 2);
        var splits = studies.Select(study => new StudySplit(study, every)).ToList();
        foreach (var split in splits)
            split.Choose();
        foreach (var organelle in Enum.GetValues<Organelle>().OrderBy(organelle => splits.Sum(split => split.Count(organelle))))
            ChooseAmongSingle(organelle, splits, every);
        return splits.SelectMany(split => split.Fields()).ToHashSet();
    }

    private static void ChooseAmongSingle(Organelle organelle, List<StudySplit> splits, int every)
    {
        var alone = splits.Where(split => split.Count(organelle) == 1).ToList();
        var chosen = alone.Count(split => split.Chosen(organelle) > 0);
        var total = splits.Sum(split => split.Count(organelle));
        var least = total >= 2 && splits.Sum(split => split.Chosen(organelle)) == 0 ? 1 : 0;
        var wanted = Math.Max(Rounded(alone.Count, every), least) - chosen;
        var free = alone.Where(split => split.CanAdd(organelle)).ToList();
        for (var i = 0; i < Math.Min(wanted, free.Count); i++)
            free[EvenlySpread(i, Math.Min(wanted, free.Count), free.Count)].Add(organelle);
    }

    /// <summary>A share of <paramref name="count"/>, halves rounded up.</summary>
    internal static int Rounded(int count, int every) => (count + (every / 2)) / every;

    /// <summary>The position of item <paramref name="index"/> of <paramref name="chosen"/> spread over <paramref name="count"/>.</summary>
    internal static int EvenlySpread(int index, int chosen, int count) => ((2 * index) + 1) * count / (2 * chosen);
}
