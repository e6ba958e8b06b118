using Luciole.Data.Studies;

namespace Luciole.Evaluation;

/// <summary>A row of the focus table.</summary>
/// <param name="Modality">How the image was taken.</param>
/// <param name="Deviation">|z - best z| in planes.</param>
public sealed record FocusedPlane(Modality Modality, int Deviation);
