namespace Luciole.Models;

/// <summary>Valid values near a refused one, for messages.</summary>
internal static class Nearest
{
    /// <summary>The positive multiples of <paramref name="step"/> around a value, for instance <c>32 and 48</c>.</summary>
    public static string Multiples(long value, long step)
    {
        var below = value / step * step;
        return Words(below > 0 ? [below, below + step] : [step]);
    }

    /// <summary>The divisors of <paramref name="number"/> around a value.</summary>
    public static string Divisors(long number, long value)
    {
        long below = 0, above = 0;
        for (var d = Math.Min(value, number); d > 0 && below == 0; d--)
            below = number % d == 0 ? d : 0;
        for (var d = Math.Max(value, 1); d <= number && above == 0; d++)
            above = number % d == 0 ? d : 0;
        return Words(new[] { below, above }.Where(d => d > 0));
    }

    /// <summary>The powers of two around a value, from 2 on.</summary>
    public static string PowersOfTwo(long value)
    {
        long power = 2;
        while (power < long.MaxValue / 4 && power * 2 <= value)
            power *= 2;
        return value <= 2 ? "2" : Words([power, power * 2]);
    }

    private static string Words(IEnumerable<long> values) => string.Join(" and ", values.Distinct());
}
