using System.CommandLine;

namespace Luciole.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override a setting, for instance --set DATA.TEST.PADDING=(64,64). May be repeated.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Gpu() => new("--gpu")
    {
        Description = "Compute on this NVIDIA GPU (0, 1, ...), on several with a process each (0,1,2,3), or 'cpu'.",
        HelpName = "N",
    };
}
