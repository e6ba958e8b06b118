namespace Luciole.Workflows;

/// <summary>Times as a person reads them.</summary>
public static class DurationText
{
    /// <summary>Hours, minutes and seconds, as short as they can be told: <c>0:05</c>, <c>1:05</c>, <c>1:01:05</c>.</summary>
    public static string Short(TimeSpan time) => time.TotalHours >= 1
        ? $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";
}
