namespace Luciole.Configuration;

/// <summary>The valid values next to one that is not, as words.</summary>
internal static class NearestValues
{
    /// <summary>The divisors of <paramref name="width"/> below and above <paramref name="asked"/>.</summary>
    public static string Divisors(int width, int asked)
    {
        var below = Enumerable.Range(1, Math.Min(asked, width)).LastOrDefault(d => width % d == 0, 1);
        var above = Enumerable.Range(1, width).FirstOrDefault(d => d > asked && width % d == 0);
        return Join(below, above);
    }

    /// <summary>The multiples of <paramref name="factor"/> below and above, at least one factor.</summary>
    public static string Multiples(int factor, int asked)
    {
        var below = asked / factor * factor;
        return Join(below, below + factor);
    }

    /// <summary>The powers of two below and above.</summary>
    public static string PowersOfTwo(int asked)
    {
        var below = 1;
        while (below * 2 <= asked)
            below *= 2;
        return Join(below < 2 ? 0 : below, below * 2);
    }

    /// <summary>The odd numbers below and above an even one.</summary>
    public static string Odd(int asked) => Join(asked - 1, asked + 1);

    private static string Join(int below, int above) =>
        below <= 0 ? $"the nearest valid value is {above}" : above <= 0 ? $"the nearest valid value is {below}" : $"the nearest valid values are {below} and {above}";
}
