using System.Globalization;

namespace Luciole.Workflows.Journal.Charts;

/// <summary>An axis of a chart: a range of values, linear or logarithmic, with ticks at round numbers.</summary>
/// <param name="Low">The value at the beginning of the axis.</param>
/// <param name="High">The value at its end.</param>
/// <param name="IsLogarithmic">Whether equal factors take equal lengths.</param>
/// <param name="Ticks">Values between <paramref name="Low"/> and <paramref name="High"/> to be named.</param>
internal sealed record ChartScale(double Low, double High, bool IsLogarithmic, IReadOnlyList<double> Ticks)
{
    private const double MostTicks = 6;
    private const double MostDecades = 8;
    private const double MostDecadesInSteps = 3;
    private static readonly double[] s_rounds = [1, 2, 5, 10];

    /// <summary>A linear axis that begins and ends at round numbers around the values.</summary>
    public static ChartScale Around(double lowest, double highest)
    {
        (lowest, highest) = Widened(lowest, highest);
        var step = RoundAbove((highest - lowest) / MostTicks);
        var (first, last) = (Math.Floor(Near(lowest / step)), Math.Ceiling(Near(highest / step)));
        return new ChartScale(first * step, last * step, false, Multiples(step, first, last));
    }

    /// <summary>A linear axis of whole numbers that begins and ends with the values.</summary>
    public static ChartScale Between(double lowest, double highest)
    {
        if (highest <= lowest)
            return new ChartScale(lowest - 1, lowest + 1, false, [lowest]);
        var step = Math.Max(1, RoundAbove((highest - lowest) / MostTicks));
        return new ChartScale(lowest, highest, false, Multiples(step, Math.Ceiling(Near(lowest / step)), Math.Floor(Near(highest / step))));
    }

    /// <summary>A logarithmic axis that begins and ends at 1, 2 or 5 times a power of ten around the values, which are positive.</summary>
    public static ChartScale Logarithmic(double lowest, double highest)
    {
        var rounds = Rounds((int)Math.Floor(Math.Log10(lowest)), (int)Math.Ceiling(Math.Log10(highest)) + 1);
        var low = rounds.Last(r => r <= lowest);
        var high = rounds.First(r => r >= highest);
        var all = rounds.Where(r => r >= low && r <= high).ToList();
        var decades = Math.Log10(high / low);
        if (decades <= MostDecadesInSteps)
            return new ChartScale(low, high, true, all);
        var every = (int)Math.Ceiling(decades / MostDecades);
        return new ChartScale(low, high, true, [.. all.Where(r => IsPowerOfTen(r, every))]);
    }

    /// <summary>Where a value lies: 0 at the beginning, 1 at the end.</summary>
    public double Share(double value) => IsLogarithmic
        ? Math.Log(value / Low) / Math.Log(High / Low)
        : (value - Low) / (High - Low);

    /// <summary>A value of the axis as text, with the decimals that tell its ticks apart.</summary>
    public string Text(double value)
    {
        var largest = Math.Max(Math.Abs(Low), Math.Abs(High));
        if (value == 0)
            return "0";
        if (IsLogarithmic ? value is < 1e-3 or >= 1e5 : largest is < 1e-2 or >= 1e5)
            return value.ToString("0.####e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal);
        return Math.Round(value, 10).ToString("0.##########", CultureInfo.InvariantCulture);
    }

    private static (double Lowest, double Highest) Widened(double lowest, double highest)
    {
        if (highest > lowest)
            return (lowest, highest);
        var half = lowest == 0 ? 1 : Math.Abs(lowest) / 10;
        return (lowest - half, lowest + half);
    }

    private static double RoundAbove(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return s_rounds.First(r => r * power >= value * (1 - 1e-9)) * power;
    }

    // A quotient that should be whole, freed of its last bits.
    private static double Near(double quotient) => Math.Abs(quotient - Math.Round(quotient)) < 1e-6 ? Math.Round(quotient) : quotient;

    private static double[] Multiples(double step, double first, double last) => [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];

    private static List<double> Rounds(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).SelectMany(power => s_rounds[..3].Select(r => double.Parse($"{r}e{power}", CultureInfo.InvariantCulture)))];

    private static bool IsPowerOfTen(double value, int every)
    {
        var power = Math.Log10(value);
        return Math.Abs(power - Math.Round(power)) < 1e-9 && (int)Math.Round(power) % every == 0;
    }
}
