namespace Luciole.ModelDescriptions;

/// <summary>What a bioimage.io description (<c>rdf.yaml</c>, format 0.5) says of a network with one input and one output image.</summary>
public sealed record ModelDescription
{
    /// <summary>The version of the format that is written.</summary>
    public const string FormatVersion = "0.5.7";

    /// <summary>5 to 128 letters, digits, spaces and <c>_+-()</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence or two, at most 1024 characters.</summary>
    public required string Description { get; init; }

    /// <summary>Who made the model.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>What to cite.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>An identifier of the SPDX list, such as <c>MIT</c>; null when none was chosen.</summary>
    public string? License { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was packed.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The name of a Markdown file beside the description.</summary>
    public required string Documentation { get; init; }

    /// <summary>Names of pictures beside the description.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>Further files beside the description.</summary>
    public IReadOnlyList<DescribedFile> Attachments { get; init; } = [];

    /// <summary>The image that goes in.</summary>
    public required DescribedTensor Input { get; init; }

    /// <summary>The image that comes out, of the same height and width.</summary>
    public required DescribedTensor Output { get; init; }

    /// <summary>The weights and how PyTorch rebuilds the network.</summary>
    public required DescribedWeights Weights { get; init; }

    /// <summary>Sections of <c>config</c>: <c>bioimageio</c>, and those of programs.</summary>
    public IReadOnlyDictionary<string, object?> Config { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);
}
