using System.Runtime.CompilerServices;

namespace Luciole.Checkpoints;

/// <summary>
/// Equality of dictionary keys. Work per comparison is bounded (<see cref="IsKey"/>), so that no file can make a dictionary slow,
/// and hashes are seeded per process, so that no file can make them collide.
/// </summary>
internal sealed class PickleKeyComparer : IEqualityComparer<PickleValue>
{
    /// <summary>Values, nested ones included, that a tuple used as a key may have.</summary>
    public const int LargestTuple = 1000;

    private const int LongestText = 16_384;

    public static PickleKeyComparer Instance { get; } = new();

    /// <summary>Whether a value may be a key: hashable in Python and of bounded size.</summary>
    public static bool IsKey(PickleValue value) => value switch
    {
        PickleList or PickleDict => false,
        PickleSet set => set.IsFrozen,
        PickleString text => text.Value.Length <= LongestText,
        PickleBytes bytes => bytes.Value.Length <= LongestText,
        PickleTuple tuple => tuple.KeyWeight <= LargestTuple,
        _ => true,
    };

    public bool Equals(PickleValue? x, PickleValue? y)
    {
        if (ReferenceEquals(x, y))
            return true;
        switch (x, y)
        {
            case (PickleString a, PickleString b):
                return string.Equals(a.Value, b.Value, StringComparison.Ordinal);
            case (PickleInteger a, PickleInteger b):
                return a.Value == b.Value;
            case (PickleFloat a, PickleFloat b):
                return a.Value.Equals(b.Value);
            case (PickleBytes a, PickleBytes b):
                return a.Value.Span.SequenceEqual(b.Value.Span);
            case (PickleGlobal a, PickleGlobal b):
                return string.Equals(a.FullName, b.FullName, StringComparison.Ordinal);
            case (PickleTuple a, PickleTuple b):
                if (a.Count != b.Count)
                    return false;
                for (var i = 0; i < a.Count; i++)
                {
                    if (!Equals(a[i], b[i]))
                        return false;
                }

                return true;
            default:
                return false;
        }
    }

    public int GetHashCode(PickleValue value)
    {
        switch (value)
        {
            case PickleString text:
                return string.GetHashCode(text.Value, StringComparison.Ordinal);
            case PickleInteger { AsInt64: { } small }:
                return HashCode.Combine((int)small, (int)(small >> 32));
            case PickleInteger big:
                return big.Value.GetHashCode();
            case PickleFloat { Value: var number }:
                var bits = BitConverter.DoubleToInt64Bits(number);
                return HashCode.Combine((int)bits, (int)(bits >> 32));
            case PickleBytes bytes:
                var hash = default(HashCode);
                hash.AddBytes(bytes.Value.Span);
                return hash.ToHashCode();
            case PickleGlobal global:
                return HashCode.Combine(global.Module, global.Name);
            case PickleTuple tuple:
                var combined = default(HashCode);
                foreach (var item in tuple)
                    combined.Add(GetHashCode(item));
                return combined.ToHashCode();
            default:
                return RuntimeHelpers.GetHashCode(value);
        }
    }
}
