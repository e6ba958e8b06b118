using Luciole.Kernels.Simd;

namespace Luciole.Kernels.Attention;

/// <summary>How an attention is cut into blocks, and how a head is packed for the registers of <typeparamref name="TLanes"/>.</summary>
internal readonly struct AttentionBlocks<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Keys of a block: whole tiles and whole panels for registers of up to sixteen floats.</summary>
    public const int Keys = 96;

    /// <summary>Floats from a row of scores to the next: a line more than a block, so that rows do not share the sets of the cache.</summary>
    public const int ScoreStride = Keys + Line;

    private const int Line = 16;
    private const int MostQueries = 96;
    private const int Tile = RegisterTile<TLanes, TVector>.Rows;

    public AttentionBlocks(AttentionShape shape)
    {
        Length = shape.Length;
        Features = shape.Features;
        Registers = (Features + TLanes.Count - 1) / TLanes.Count;
        var lines = ((Registers * TLanes.Count) + Line - 1) / Line;
        Stride = (lines | 1) * Line;
        QueryBlocks = (Length + MostQueries - 1) / MostQueries;
        Queries = RoundUp((Length + QueryBlocks - 1) / QueryBlocks, Tile);
        KeyBlocks = (Length + Keys - 1) / Keys;
    }

    /// <summary>Tokens of a sequence.</summary>
    public int Length { get; }

    /// <summary>Features of a token in a head.</summary>
    public int Features { get; }

    /// <summary>Registers that hold a token of a head.</summary>
    public int Registers { get; }

    /// <summary>Floats from a packed token to the next: an odd number of cache lines.</summary>
    public int Stride { get; }

    /// <summary>Tokens of a block of queries: whole tiles.</summary>
    public int Queries { get; }

    /// <summary>Blocks of queries.</summary>
    public int QueryBlocks { get; }

    /// <summary>Blocks of keys.</summary>
    public int KeyBlocks { get; }

    /// <summary>Floats of a panel of keys in one feature.</summary>
    public static int Panel => 2 * TLanes.Count;

    /// <summary>Floats that one head's tokens take as packed rows, read and written in whole tiles.</summary>
    public long RowFloats => (long)RoundUp(Length + Tile, Tile) * Stride;

    /// <summary>Floats that one head's tokens take as panels.</summary>
    public long PanelFloats => RoundUp((long)RoundUp(Length, Panel) * Features, Line);

    /// <summary>Floats that a block of scores takes, and one number for each of its rows.</summary>
    public static long ScoreFloats => (MostQueries + Tile) * ScoreStride;

    /// <summary>Floats that a block of packed tokens takes.</summary>
    public long BlockFloats => (long)(Math.Max(MostQueries, Keys) + Tile) * Stride;

    /// <summary>Registers that hold the scores of so many keys.</summary>
    public static int RegistersOf(int keys) => (keys + TLanes.Count - 1) / TLanes.Count;

    /// <summary>How many heads are packed at a time: at least enough for <paramref name="threads"/>, more as memory allows.</summary>
    public static int HeadsAtOnce(int heads, long floatsOfHead, int threads)
    {
        const long Budget = 16 << 20;
        return (int)Math.Clamp(Budget / floatsOfHead, Math.Min(heads, 2 * threads), heads);
    }

    private static int RoundUp(int value, int to) => (value + to - 1) / to * to;

    private static long RoundUp(long value, int to) => (value + to - 1) / to * to;
}
