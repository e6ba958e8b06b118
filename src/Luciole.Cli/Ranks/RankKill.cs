namespace Luciole.Cli.Ranks;

/// <summary>Whether the launcher had to kill a rank.</summary>
internal enum RankKill
{
    /// <summary>No: it ended by itself.</summary>
    None,

    /// <summary>Yes; it computed, or waited.</summary>
    WhileRunning,

    /// <summary>Yes; a signal such as SIGSTOP, or a debugger, had halted it.</summary>
    WhileHalted,
}
