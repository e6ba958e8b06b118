namespace Luciole.Data.Simulation;

/// <summary>
/// Positive phase contrast (Zernike, 1942): what delays light looks dark. The ring in the condenser has a width, so that slow changes
/// of the path pass it like the background does: <c>I = 1 - absorption - c (path - mean path nearby)</c>, which is the bright halo
/// around cells and the fading of their middle.
/// </summary>
/// <param name="haloSigma">How far the halo reaches, in pixels.</param>
internal sealed class PhaseContrast(double haloSigma) : TransmittedLight
{
    private const double Strength = 0.3;

    /// <inheritdoc/>
    public override Raster Image(Specimen specimen, double z)
    {
        var image = new Raster(specimen.Height, specimen.Width);
        Array.Fill(image.Values, 1);
        image.AddScaled(specimen.Absorption.Blurred(Blur(z)), -1);
        image.AddScaled(specimen.Phase.Blurred(Blur(z)), -Strength);
        image.AddScaled(specimen.Phase.Blurred(haloSigma), Strength);
        return image;
    }
}
