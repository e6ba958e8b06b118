namespace Luciole.ModelDescriptions;

/// <summary>An image <c>[batch, channel, y, x]</c> that goes into a network or comes out.</summary>
public sealed record DescribedTensor
{
    /// <summary>A name of lower-case letters, digits and underscores, at most 32.</summary>
    public required string Id { get; init; }

    /// <summary>A few words, at most 128 characters.</summary>
    public required string Description { get; init; }

    /// <summary>A name for each channel: letters, digits and underscores.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>The type of its values in NumPy's words, such as <c>float32</c>, which stands for whatever can be converted to it.</summary>
    public string SampleType { get; init; } = "float32";

    /// <summary>What is done to an input before the network sees it, in this order.</summary>
    public IReadOnlyList<ProcessingStep> Preprocessing { get; init; } = [];

    /// <summary>A NumPy array to test with.</summary>
    public required DescribedFile TestTensor { get; init; }

    /// <summary>A picture of an example, or null.</summary>
    public DescribedFile? SampleTensor { get; init; }
}
