namespace Luciole.Data.Simulation;

/// <summary>A simulated field of view: what the camera of a transmitted-light and of a fluorescence microscope would have seen.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Slices">Bright-field planes <c>[Y, X]</c> through focus, 16 bit.</param>
/// <param name="Nucleus">The nuclear stain <c>[Y, X]</c>, 16 bit.</param>
/// <param name="NucleusMask">True where a nucleus is: the ground truth that no microscope gives.</param>
/// <param name="InFocus">The index of the slice nearest to focus.</param>
public sealed record SimulatedField(int Height, int Width, ushort[][] Slices, ushort[] Nucleus, bool[] NucleusMask, int InFocus);
