namespace Luciole.Data.Simulation;

/// <summary>
/// Differential interference contrast (Nomarski): two images, sheared by less than the resolution, interfere. With a bias of a quarter
/// wave <c>I = (1 - absorption) (1 + sin(c difference of path along the shear))</c>: slopes look lit from one side.
/// </summary>
/// <param name="shearY">The shear in pixels down the columns.</param>
/// <param name="shearX">The shear in pixels along the rows.</param>
internal sealed class InterferenceContrast(double shearY, double shearX) : TransmittedLight
{
    private const double Strength = 1.2;

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
                var difference = path.Sample(new Point(y + (shearY / 2), x + (shearX / 2))) - path.Sample(new Point(y - (shearY / 2), x - (shearX / 2)));
                var i = (y * specimen.Width) + x;
                image.Values[i] = (float)((1 - absorption.Values[i]) * (1 + Math.Sin(Strength * difference)));
            }
        }

        return image;
    }
}
