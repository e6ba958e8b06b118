namespace Luciole.Data.Splitting;

/// <summary>
/// NumPy's legacy generator, <c>RandomState(seed)</c>, as far as splits need it: Mersenne Twister 19937 (Matsumoto and Nishimura,
/// 1998) with masked rejection for bounded integers, so that splits equal those of scikit-learn.
/// </summary>
public sealed class NumpyRandomState
{
    private const int Size = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    /// <summary>Seeds the generator with one 32-bit number.</summary>
    public NumpyRandomState(uint seed)
    {
        for (var i = 0; i < Size; i++)
        {
            _state[i] = seed;
            seed = (1812433253u * (seed ^ (seed >> 30))) + (uint)i + 1;
        }
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == Size)
            Regenerate();
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <summary><c>permutation(count)</c>: the numbers 0 to count - 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = i;
        Shuffle(numbers);
        return numbers;
    }

    /// <summary><c>shuffle(values)</c> of a one-dimensional array.</summary>
    public void Shuffle(Span<int> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = (int)Interval((uint)i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>A number from 0 to <paramref name="maximum"/>, both included.</summary>
    private uint Interval(uint maximum)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(maximum);
        uint value;
        do
        {
            value = NextUInt32() & mask;
        }
        while (value > maximum);
        return value;
    }

    private void Regenerate()
    {
        for (var i = 0; i < Size; i++)
        {
            var y = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7FFFFFFF);
            _state[i] = _state[(i + Middle) % Size] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DFu);
        }

        _next = 0;
    }
}
