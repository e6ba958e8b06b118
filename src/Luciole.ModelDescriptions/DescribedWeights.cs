namespace Luciole.ModelDescriptions;

/// <summary>A PyTorch state dict and the Python class that it belongs to.</summary>
public sealed record DescribedWeights
{
    /// <summary>The state dict.</summary>
    public required DescribedFile File { get; init; }

    /// <summary>The Python module that holds the class.</summary>
    public required string ImportFrom { get; init; }

    /// <summary>The class.</summary>
    public required string Callable { get; init; }

    /// <summary>The arguments of its constructor.</summary>
    public required IReadOnlyDictionary<string, object?> Arguments { get; init; }

    /// <summary>The version of PyTorch that computed the test output.</summary>
    public required string PyTorchVersion { get; init; }

    /// <summary>A conda environment file with what the class needs.</summary>
    public required DescribedFile Dependencies { get; init; }
}
