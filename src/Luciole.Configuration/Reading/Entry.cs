namespace Luciole.Configuration;

/// <summary>A key as it was met: dotted name, value, and where, for instance <c>nucleus.yaml:18</c>, <c>--set TRAIN.LR</c> or a checkpoint's name.</summary>
internal sealed record Entry(string Key, RawValue Raw, string Where)
{
    /// <summary>A section without anything in it, or a value where a section belongs, is an entry too; a mapping never is.</summary>
    public bool IsEmptySection { get; init; }
}
