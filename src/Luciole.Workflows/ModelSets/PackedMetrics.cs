using System.Text.Json;
using Luciole.Data.Studies;
using Luciole.Files;

namespace Luciole.Workflows.ModelSets;

/// <summary>An organelle's mean figures out of a <c>metrics.json</c> of <c>luciole evaluate</c>.</summary>
internal static class PackedMetrics
{
    /// <summary>The means by name; null when the organelle was not evaluated.</summary>
    /// <exception cref="InputException">The file is no such thing.</exception>
    public static IReadOnlyDictionary<string, double>? Read(string path, Organelle organelle)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var json = JsonDocument.Parse(stream);
            if (!json.RootElement.TryGetProperty("agregate", out var means))
                throw new InputException($"{path}: has no section agregate, so it is no metrics.json of luciole evaluate; name that.");
            if (means.EnumerateObject().Where(entry => string.Equals(entry.Name, organelle.ToString(), StringComparison.OrdinalIgnoreCase)).Select(entry => (JsonElement?)entry.Value).FirstOrDefault() is not { } own)
                return null;
            var found = own.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Number).ToDictionary(m => m.Name, m => m.Value.GetDouble(), StringComparer.Ordinal);
            return found.Count == 0 ? null : found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new InputException($"{path}: cannot be read as a metrics.json of luciole evaluate ({e.Message.Split(". ")[0].TrimEnd('.')}); name that file.", e);
        }
    }
}
