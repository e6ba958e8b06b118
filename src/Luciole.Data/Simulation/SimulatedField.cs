using Luciole.Data.Studies;

namespace Luciole.Data.Simulation;

/// <summary>A simulated field of view: what the cameras of a transmitted-light and of a fluorescence microscope would have seen.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Slices">Transmitted-light planes <c>[Y, X]</c> through focus, 16 bit.</param>
/// <param name="Targets">The fluorescence image <c>[Y, X]</c> of every organelle, 16 bit.</param>
/// <param name="CellMask">True where a cell is: like the next, the ground truth that no microscope gives.</param>
/// <param name="NucleusMask">True where a nucleus is.</param>
/// <param name="InFocus">The index of the slice nearest to focus.</param>
public sealed record SimulatedField(
    int Height, int Width, ushort[][] Slices, IReadOnlyDictionary<Organelle, ushort[]> Targets, bool[] CellMask, bool[] NucleusMask, int InFocus);
