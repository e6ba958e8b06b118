namespace Luciole.ModelDescriptions;

/// <summary>What a generic bioimage.io description (format 0.3) says of a folder that holds several models.</summary>
public sealed record SetDescription
{
    /// <summary>The version of the format that is written.</summary>
    public const string FormatVersion = "0.3.0";

    /// <summary>5 to 128 letters, digits, spaces and <c>_+-()</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence or two, at most 1024 characters.</summary>
    public required string Description { get; init; }

    /// <summary>Who made the models.</summary>
    public IReadOnlyList<Person> Authors { get; init; } = [];

    /// <summary>What to cite.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>An identifier of the SPDX list; null when none was chosen.</summary>
    public string? License { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The name of a Markdown file beside the description.</summary>
    public required string Documentation { get; init; }

    /// <summary>Sections of programs.</summary>
    public required IReadOnlyDictionary<string, object?> Config { get; init; }
}
