namespace Luciole.Configuration;

/// <summary>What is to be learnt.</summary>
public sealed record ProblemSettings
{
    /// <summary><c>PROBLEM.TYPE</c></summary>
    public Workflow Workflow { get; init; } = Workflow.ImageToImage;

    /// <summary><c>PROBLEM.SELF_SUPERVISED.PRETEXT_TASK</c></summary>
    public PretextTask PretextTask { get; init; } = PretextTask.Crappify;

    /// <summary><c>PROBLEM.IMAGE_TO_IMAGE.MULTIPLE_RAW_ONE_TARGET_LOADER</c></summary>
    public bool MultipleRawsPerTarget { get; init; }
}
