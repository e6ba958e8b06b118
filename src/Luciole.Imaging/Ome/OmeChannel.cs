namespace Luciole.Imaging.Ome;

/// <summary>One channel of an OME image.</summary>
/// <param name="Name">Its name; null when it has none.</param>
/// <param name="SamplesPerPixel">Samples that make the channel: 1, or 3 for RGB.</param>
/// <param name="EmissionWavelength">The emission wavelength as written, with its unit, such as <c>461 nm</c>.</param>
/// <param name="Color">The display colour as a signed RGBA integer.</param>
/// <param name="ContrastMethod">Such as <c>Phase</c> or <c>Fluorescence</c>.</param>
public sealed record OmeChannel(string? Name, int SamplesPerPixel, string? EmissionWavelength, int? Color, string? ContrastMethod);
