using Luciole.Data.Studies;

namespace Luciole.Data.Preparation;

/// <summary>What an organelle's folders hold of one modality, or of all.</summary>
/// <param name="Organelle">The organelle.</param>
/// <param name="Modality">The modality, or <see langword="null"/> for the sum, in which a target counts once.</param>
/// <param name="Side">Training or validation.</param>
/// <param name="Targets">Targets.</param>
/// <param name="Pairs">Pairs of a raw image and its target.</param>
public sealed record OrganelleCount(Organelle Organelle, Modality? Modality, PreparedSide Side, int Targets, int Pairs);
