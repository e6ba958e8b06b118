namespace Luciole.Data.Studies;

/// <summary>One place on the slide: its transmitted-light planes and the fluorescence images that belong to all of them.</summary>
/// <param name="Number">Its number, unique across studies.</param>
/// <param name="Planes">Transmitted-light planes by modality and z.</param>
/// <param name="Targets">Fluorescence image files by organelle.</param>
public sealed record FieldOfView(int Number, IReadOnlyList<FieldPlane> Planes, IReadOnlyDictionary<Organelle, string> Targets);
