namespace Luciole.Training;

/// <summary>
/// Where a training stands after a step of its optimiser. Together with the weights, the optimiser's state and the random states it
/// lets the training go on as if it had never stopped.
/// </summary>
public sealed record TrainingProgress
{
    /// <summary>The beginning.</summary>
    public static TrainingProgress Start { get; } = new();

    /// <summary>Epochs finished, validation included; the number, from 0, of the present one.</summary>
    public int Epoch { get; init; }

    /// <summary>Batches of the present epoch that are done.</summary>
    public int Step { get; init; }

    /// <summary>Batches done since training began.</summary>
    public long TotalSteps { get; init; }

    /// <summary>Samples trained on since training began.</summary>
    public long Samples { get; init; }

    /// <summary>What was measured in the present epoch so far.</summary>
    public EpochSums Sums { get; init; } = EpochSums.None;

    /// <summary>The lowest loss so far.</summary>
    public double Best { get; init; } = double.PositiveInfinity;

    /// <summary>Epochs since then.</summary>
    public int EpochsWithoutGain { get; init; }

    /// <summary>Time since training began, interruptions left out.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The part of it that training steps took, validation and saving left out.</summary>
    public TimeSpan StepTime { get; init; }

    /// <summary>What the learning-rate schedule remembers.</summary>
    public IReadOnlyDictionary<string, double> Schedule { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Where the scaling of the loss stands; null where none is.</summary>
    public LossScale? LossScale { get; init; }

    /// <summary>The epochs finished.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];

    /// <summary>Whether nothing is left to do: epochs, time or patience are used up.</summary>
    public bool IsFinished { get; init; }
}
