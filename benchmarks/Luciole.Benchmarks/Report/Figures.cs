namespace Luciole.Benchmarks.Report;

/// <summary>Numbers as the tables write them.</summary>
internal static class Figures
{
    /// <summary>Seconds with three digits.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        >= 99.95 => $"{seconds:F0}",
        >= 9.995 => $"{seconds:F1}",
        >= 0.9995 => $"{seconds:F2}",
        _ => $"{seconds:F3}",
    };

    /// <summary>Milliseconds with three digits or more.</summary>
    public static string Milliseconds(double seconds) => (seconds * 1e3) switch
    {
        >= 99.95 => $"{seconds * 1e3:F0}",
        >= 9.995 => $"{seconds * 1e3:F1}",
        _ => $"{seconds * 1e3:F2}",
    };

    /// <summary>The median ratio and, in brackets, the smallest and the largest.</summary>
    public static string Ratio(double median, IEnumerable<double> all)
    {
        double[] ratios = [.. all];
        return $"{Ratio(median)} ({Ratio(ratios.Min())} to {Ratio(ratios.Max())})";
    }

    /// <summary>A ratio with about three digits.</summary>
    public static string Ratio(double ratio) => ratio >= 9.995 ? $"{ratio:F1}" : $"{ratio:F2}";

    /// <summary>10^9 operations a second.</summary>
    public static string Gigaflops(double operations, double seconds) => $"{operations / seconds / 1e9:F0}";

    /// <summary>GB of 10^9 bytes.</summary>
    public static string Gigabytes(long bytes) => $"{bytes / 1e9:F2}";

    /// <summary>How far two results are apart, relative.</summary>
    public static string Deviation(double deviation) => $"{deviation:0e-0}";

    /// <summary>A part of a whole.</summary>
    public static string Percent(double part) => $"{part * 100:F0} %";
}
