using System.Globalization;

namespace Luciole.Workflows.Capacity;

/// <summary>Amounts of memory and disk as a person reads them.</summary>
internal static class ByteText
{
    /// <summary>Gigabytes or megabytes, powers of ten, with one decimal below ten.</summary>
    public static string Short(long bytes) => bytes >= 1e9 ? Text(bytes / 1e9, "GB") : Text(bytes / 1e6, "MB");

    private static string Text(double amount, string unit) => amount.ToString(amount < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + unit;
}
