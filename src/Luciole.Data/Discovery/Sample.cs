using Luciole.Data.Studies;

namespace Luciole.Data.Discovery;

/// <summary>One raw image and, where there is one, the target that belongs to it.</summary>
/// <param name="RawPath">The raw image's file.</param>
/// <param name="TargetPath">The target's file, or <see langword="null"/>.</param>
/// <param name="Unit">
/// What must not be divided between training and validation: all raws of one target share it. The file itself for plain folders,
/// the sub-folder's name for several raws with one target.
/// </param>
public sealed record Sample(string RawPath, string? TargetPath, string Unit)
{
    /// <summary>What the raw image's name says when it is a LightMyCells name: field of view, modality, z-plane.</summary>
    public FieldImageName? Name { get; } = FieldImageName.TryParse(RawPath);
}
