using Luciole.Workflows.Capacity;

namespace Luciole.Workflows.Journal;

/// <summary>What a training found out before it begins, beside what its configuration says.</summary>
internal sealed record RunFacts
{
    /// <summary>Scalars in the network's parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Scalars in those that are trained.</summary>
    public required long TrainedParameters { get; init; }

    /// <summary>What the weights begin with, for instance a checkpoint's path; null: random numbers.</summary>
    public string? StartsFrom { get; init; }

    /// <summary>Samples to learn from.</summary>
    public required int TrainingSamples { get; init; }

    /// <summary>Samples to measure on.</summary>
    public required int ValidationSamples { get; init; }

    /// <summary>Batches of an epoch.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>Where it computes, for instance <c>cpu</c>.</summary>
    public required string Device { get; init; }

    /// <summary>How it computes; null: in single precision.</summary>
    public ComputePlan? Plan { get; init; }

    /// <summary>The ranks that share the training, in words; null: it has one process.</summary>
    public string? Ranks { get; init; }

    /// <summary>Threads of the tensor library.</summary>
    public required int Threads { get; init; }

    /// <summary>Threads that load images.</summary>
    public required int LoaderThreads { get; init; }

    /// <summary>Bytes of memory available; null when unknown.</summary>
    public long? AvailableMemory { get; init; }

    /// <summary>Bytes that decoded images may take.</summary>
    public long ImageMemory { get; init; }

    /// <summary>Bytes free on the disk of the checkpoints; null when unknown.</summary>
    public long? FreeDisk { get; init; }

    /// <summary>What it needs of the machine.</summary>
    public TrainingNeeds? Needs { get; init; }
}
