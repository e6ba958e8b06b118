namespace Luciole.Workflows.Sharing;

/// <summary>How a unit of work ended, here or in another process.</summary>
/// <param name="Index">Its place in the list of units.</param>
/// <param name="Report">What the process that made it tells of it; empty where that failed.</param>
/// <param name="Failure">Why it could not be made, in a sentence; null where it was.</param>
/// <param name="IsOwn">Whether this process did it.</param>
public sealed record FinishedWork(int Index, string Report, string? Failure, bool IsOwn);
