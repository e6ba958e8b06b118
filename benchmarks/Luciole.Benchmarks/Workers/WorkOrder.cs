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

    /// <summary>Where to compute: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How many times work on a device is done at a go, without waiting for the device between.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>How PyTorch works on a device.</summary>
    public PyTorchStyle Style { get; init; }

    /// <summary>How Luciole works on a device; null: by its defaults.</summary>
    public EngineSettings? Engine { get; init; }

    /// <summary>Threads that load and augment what Luciole trains on; null: the same batch again and again.</summary>
    public int? LoaderThreads { get; init; }

    /// <summary>The matrices of a product.</summary>
    public MatrixShape? Matrix { get; init; }
}
