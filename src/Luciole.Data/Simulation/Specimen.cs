using Luciole.Data.Studies;

namespace Luciole.Data.Simulation;

/// <summary>What is on the slide: how much it delays light, how much it absorbs, how much of each stain it holds.</summary>
/// <param name="height">Rows.</param>
/// <param name="width">Columns.</param>
internal sealed class Specimen(int height, int width)
{
    private readonly Dictionary<Organelle, Raster> _stains = Enum.GetValues<Organelle>().ToDictionary(organelle => organelle, _ => new Raster(height, width));

    public int Height => height;

    public int Width => width;

    /// <summary>Optical path, in arbitrary units; a cell is about 1 thick.</summary>
    public Raster Phase { get; } = new(height, width);

    /// <summary>Absorbed fraction of the light.</summary>
    public Raster Absorption { get; } = new(height, width);

    /// <summary>True inside cells.</summary>
    public bool[] CellMask { get; } = new bool[checked(height * width)];

    /// <summary>True inside nuclei.</summary>
    public bool[] NucleusMask { get; } = new bool[checked(height * width)];

    /// <summary>Concentration of an organelle's stain; about 1 in a nucleus, and 1 per pixel of a filament's length.</summary>
    public Raster Stain(Organelle organelle) => _stains[organelle];
}
