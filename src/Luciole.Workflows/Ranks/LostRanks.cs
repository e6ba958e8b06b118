namespace Luciole.Workflows.Ranks;

/// <summary>Why a rank cannot go on together with the others.</summary>
/// <param name="Message">Names the ranks, with their last words where they left any.</param>
/// <param name="ExitCode">The exit code of the rank that failed; 1 where none is known.</param>
public sealed record LostRanks(string Message, int ExitCode);
