using System.Globalization;
using Luciole.Torch.Distributed;

namespace Luciole.Workflows.Ranks;

/// <summary>What ranks tell each other about how they are.</summary>
/// <param name="store">Where they tell it.</param>
/// <param name="place">Which one this is.</param>
internal sealed class RankWords(RankStore store, RankPlace place)
{
    private const string AlarmName = "watch/alarm";

    /// <summary>Which one this is.</summary>
    public RankPlace Place => place;

    /// <summary>The other ranks.</summary>
    public IEnumerable<int> Others => Enumerable.Range(0, place.Ranks).Where(rank => rank != place.Rank);

    /// <summary>Tells what this rank is, or has done.</summary>
    public void Tell(RankSign sign, string text = "") => store.Tell(Name(sign, place.Rank), text);

    /// <summary>Whether a rank told it.</summary>
    public bool Has(RankSign sign, int rank) => store.IsTold(Name(sign, rank));

    /// <summary>What a rank told last; empty: nothing.</summary>
    public string Last(RankSign sign, int rank) => Has(sign, rank) ? store.Hear(Name(sign, rank)) : "";

    /// <summary>Something is wrong: all ranks sign in.</summary>
    public void Alarm() => store.Tell(AlarmName, "");

    /// <summary>Whether a rank raised the alarm.</summary>
    public bool IsAlarmed() => store.IsTold(AlarmName);

    private static string Name(RankSign sign, int rank) => string.Create(CultureInfo.InvariantCulture, $"watch/{sign}/{rank}");
}
