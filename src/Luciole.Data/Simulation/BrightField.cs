namespace Luciole.Data.Simulation;

/// <summary>
/// Bright field. To first order the transport-of-intensity equation (Teague, 1983) gives
/// <c>I(z) = 1 - absorption - z k laplacian(path)</c>: in focus only absorption is seen, and the rest of the contrast inverts through it.
/// </summary>
internal sealed class BrightField : TransmittedLight
{
    private const double DefocusContrast = 0.9;

    /// <inheritdoc/>
    public override Raster Image(Specimen specimen, double z)
    {
        var path = specimen.Phase.Blurred(Blur(z));
        var absorption = specimen.Absorption.Blurred(Blur(z));
        var image = new Raster(specimen.Height, specimen.Width);
        for (var y = 0; y < specimen.Height; y++)
        {
            for (var x = 0; x < specimen.Width; x++)
            {
                var i = (y * specimen.Width) + x;
                image.Values[i] = (float)(1 - absorption.Values[i] - (z * DefocusContrast * path.Laplacian(y, x)));
            }
        }

        return image;
    }
}
