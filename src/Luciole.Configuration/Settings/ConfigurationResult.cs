using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>A configuration that was read: complete, checked, and with what was changed on the way.</summary>
/// <param name="Configuration">The settings, nothing left open.</param>
/// <param name="Dialect">The dialect that was read.</param>
/// <param name="Notes">What was translated, and which defaults the dialect decided; to be shown to the user.</param>
/// <param name="Text">The text as it was read; empty for a checkpoint.</param>
/// <param name="IgnoredKeys">Keys of a checkpoint's configuration that were left aside.</param>
public sealed record ConfigurationResult(
    LucioleConfiguration Configuration, ConfigurationDialect Dialect, IReadOnlyList<ConfigurationNote> Notes, string Text, int IgnoredKeys)
{
    /// <summary>SHA-256 of the resolved configuration (<see cref="ConfigurationWriter.ToYaml"/>), for provenance.</summary>
    public string Hash => ContentHash.OfText(ConfigurationWriter.ToYaml(Configuration));
}
