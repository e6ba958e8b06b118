namespace Luciole.Cli;

/// <summary>What the user asked <c>run</c> for.</summary>
/// <param name="ConfigurationFile">The YAML file.</param>
/// <param name="Overrides">Settings that win over the file's.</param>
/// <param name="ResultFolder">Where the job's folder goes.</param>
/// <param name="Name">The job's name.</param>
/// <param name="RunId">The number of the run.</param>
/// <param name="Gpu">What <c>--gpu</c> said, or null.</param>
/// <param name="Resume">Whether the job's training goes on from where it stopped.</param>
internal sealed record RunRequest(string ConfigurationFile, IReadOnlyList<string> Overrides, string ResultFolder, string Name, int RunId, string? Gpu, bool Resume);
