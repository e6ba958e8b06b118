namespace Luciole.Torch.Distributed;

/// <summary>Which of several processes this one is.</summary>
/// <param name="Rank">Its number, from 0.</param>
/// <param name="Ranks">How many there are.</param>
/// <param name="LocalRank">Its number on its machine, from 0: the GPU it takes.</param>
public sealed record RankPlace(int Rank, int Ranks, int LocalRank)
{
    /// <summary>A process by itself.</summary>
    public static RankPlace Alone { get; } = new(0, 1, 0);

    /// <summary>Whether this rank writes files and talks.</summary>
    public bool IsFirst => Rank == 0;
}
