namespace Luciole.Workflows.Sharing;

/// <summary>How processes that share work watch each other.</summary>
public sealed record ShareTiming
{
    /// <summary>How long a process may be silent before others do its unit. Processes of one machine see at once that one ended.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a process shows that it is alive.</summary>
    public TimeSpan Pulse { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a process that has nothing left to do looks after the others.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);
}
