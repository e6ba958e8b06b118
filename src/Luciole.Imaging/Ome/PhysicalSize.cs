using System.Globalization;

namespace Luciole.Imaging.Ome;

/// <summary>The size of one pixel (and the distance of planes, where known) in a unit of length such as <c>µm</c>.</summary>
/// <param name="X">Along a row; positive.</param>
/// <param name="Y">From row to row; positive.</param>
/// <param name="Z">From plane to plane; null when unknown.</param>
/// <param name="Unit">The unit's symbol as in OME: <c>µm</c>, <c>nm</c>, <c>mm</c>.</param>
public sealed record PhysicalSize(double X, double Y, double? Z = null, string Unit = PhysicalSize.Micrometre)
{
    /// <summary>The symbol of the micrometre, the unit where OME-XML names none.</summary>
    public const string Micrometre = "µm";

    /// <summary>Micrometres in one unit; null for units that are no length of SI or Anglo-American measure (pixel, reference frame).</summary>
    public static double? MicrometresPer(string unit) => unit switch
    {
        "Å" => 1e-4,
        "pm" => 1e-6,
        "nm" => 1e-3,
        Micrometre or "\u03BCm" => 1,
        "mm" => 1e3,
        "cm" => 1e4,
        "dm" => 1e5,
        "m" => 1e6,
        "in" => 25400,
        _ => null,
    };

    /// <summary>The same size in micrometres; null when its unit cannot be converted.</summary>
    public PhysicalSize? InMicrometres() =>
        MicrometresPer(Unit) is { } factor ? new PhysicalSize(X * factor, Y * factor, Z * factor) : null;

    /// <summary>For people: <c>0.325 x 0.325 µm</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X} x {Y}{(Z is { } z ? $" x {z}" : "")} {Unit}");
}
