using System.Text.Json;
using System.Text.Json.Serialization;
using Luciole.Metrics;

namespace Luciole.Workflows.Sharing;

/// <summary>Scores of an image as the report of its unit of work, so that one process can sum up what all have measured.</summary>
internal static class ReportedScore
{
    // Constant images have no correlation, equal ones no noise.
    private static readonly JsonSerializerOptions s_options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The report; empty without scores.</summary>
    public static string Write(TestMetrics? metrics) => metrics is null ? "" : JsonSerializer.Serialize(metrics, s_options);

    /// <summary>The scores of a report; null where it has none.</summary>
    public static TestMetrics? Read(string report) => report.Length == 0 ? null : JsonSerializer.Deserialize<TestMetrics>(report, s_options);
}
