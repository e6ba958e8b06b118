using System.Reflection;

namespace Luciole.Cli;

/// <summary>The version that is shown and written into files.</summary>
internal static class ProgramVersion
{
    /// <summary>For instance <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
