using System.Text.Json;
using System.Text.Json.Serialization;
using Luciole.Benchmarks.Networks;

namespace Luciole.Benchmarks.Workers;

/// <summary>Work that Luciole's worker and PyTorch's understand alike.</summary>
internal sealed record WorkOrder
{
    /// <summary>How orders and answers are written: Python's names.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>What to do.</summary>
    public required WorkKind Work { get; init; }

    /// <summary>Threads of the processor.</summary>
    public required int Threads { get; init; }

    /// <summary>Images at once.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>The network, for all but convolutions.</summary>
    public NetworkShape? Network { get; init; }

    /// <summary>The convolution.</summary>
    public ConvolutionShape? Convolution { get; init; }

    /// <summary>Side of the whole image in pixels.</summary>
    public int ImageSize { get; init; }
}
