namespace Luciole.Data.Studies;

/// <summary>One transmitted-light plane of a field of view.</summary>
/// <param name="Modality">How it was taken.</param>
/// <param name="Z">Its plane.</param>
/// <param name="Path">Its file.</param>
public sealed record FieldPlane(Modality Modality, int Z, string Path);
