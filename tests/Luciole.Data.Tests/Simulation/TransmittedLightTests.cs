using Luciole.Data.RandomStreams;
using Luciole.Data.Simulation;
using Luciole.Data.Studies;

namespace Luciole.Data.Tests.Simulation;

/// <summary>Closed forms for a Gaussian bump of the optical path: blurred by sigma it is a Gaussian of variance s² + sigma².</summary>
public sealed class TransmittedLightTests
{
    private const int Side = 97;
    private const int Middle = 48;
    private const double Height = 0.5;
    private const double Size = 5;

    [Fact]
    public void Where_nothing_is_all_light_arrives()
    {
        foreach (var modality in Enum.GetValues<Modality>())
            Assert.All(TransmittedLight.Of(modality).Image(new Specimen(20, 30), 1.5).Values, v => Assert.Equal(1, v, 1e-5));
    }

    [Fact]
    public void What_absorbs_evenly_dims_evenly()
    {
        var specimen = new Specimen(20, 30);
        Array.Fill(specimen.Absorption.Values, 0.25f);
        Array.Fill(specimen.Phase.Values, 0.8f);
        foreach (var modality in Enum.GetValues<Modality>())
            Assert.All(TransmittedLight.Of(modality).Image(specimen, -1).Values, v => Assert.Equal(0.75, v, 1e-5));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Bright_field_shows_the_curvature_of_the_path_times_the_distance_from_focus(double z)
    {
        var image = new BrightField().Image(Bump(), z);
        foreach (var distance in new[] { 0, 3, 8, 15 })
        {
            double Path(double y, double x) => Gaussian(y, x, Size * Size, 1 + (0.3 * Math.Abs(z)));
            var curvature = Path(1, distance) + Path(-1, distance) + Path(0, distance + 1) + Path(0, distance - 1) - (4 * Path(0, distance));
            Assert.Equal(1 - (0.9 * z * curvature), image[Middle, Middle + distance], 1e-4);
        }
    }

    [Fact]
    public void Bright_field_contrast_is_antisymmetric_through_focus_and_conserves_light()
    {
        var specimen = SpecimenPainter.Paint(new SampleRandom(1), 64, 64);
        Array.Clear(specimen.Absorption.Values);
        var (below, above) = (new BrightField().Image(specimen, -1.3), new BrightField().Image(specimen, 1.3));
        Assert.All(below.Values.Zip(above.Values, (a, b) => a + b), sum => Assert.Equal(2, sum, 1e-5));
        Assert.All(new BrightField().Image(specimen, 0).Values, v => Assert.Equal(1, v, 1e-6));
        Assert.Equal(1, new BrightField().Image(Bump(), 1.3).Values.Average(), 1e-5);
    }

    [Fact]
    public void Phase_contrast_is_dark_where_the_path_is_long_with_a_bright_halo()
    {
        var image = new PhaseContrast(haloSigma: 9).Image(Bump(), 0);
        foreach (var distance in new[] { 0, 4, 10, 16 })
            Assert.Equal(1 - (0.3 * (Gaussian(0, distance, Size * Size, 1) - Gaussian(0, distance, Size * Size, 9))), image[Middle, Middle + distance], 2e-3);
        Assert.True(image[Middle, Middle] < 0.9);
        Assert.True(image[Middle, Middle + 14] > 1.01);
        Assert.Equal(1, image.Values.Average(), 1e-4);
    }

    [Fact]
    public void Interference_contrast_is_the_difference_of_the_path_along_the_shear()
    {
        var image = new InterferenceContrast(shearY: 0, shearX: 2).Image(Bump(), 0);
        foreach (var distance in new[] { -12, -4, 0, 4, 12 })
        {
            var difference = Gaussian(0, distance + 1, Size * Size, 1) - Gaussian(0, distance - 1, Size * Size, 1);
            Assert.Equal(1 + Math.Sin(1.2 * difference), image[Middle, Middle + distance], 1e-3);
        }

        Assert.Equal(1, image[Middle + 7, Middle], 1e-4);
    }

    [Fact]
    public void A_reversed_shear_throws_the_shadows_the_other_way()
    {
        var specimen = SpecimenPainter.Paint(new SampleRandom(2), 64, 64);
        Array.Clear(specimen.Absorption.Values);
        var (lit, reversed) = (new InterferenceContrast(1, 1).Image(specimen, 0.7), new InterferenceContrast(-1, -1).Image(specimen, 0.7));
        Assert.All(lit.Values.Zip(reversed.Values, (a, b) => a + b), sum => Assert.Equal(2, sum, 1e-5));
        Assert.Contains(lit.Values, v => v > 1.05);
    }

    [Fact]
    public void Planes_lose_detail_away_from_focus()
    {
        var specimen = SpecimenPainter.Paint(new SampleRandom(3), 96, 96);
        foreach (var modality in new[] { Modality.PC, Modality.DIC })
        {
            double Detail(double z)
            {
                var image = TransmittedLight.Of(modality).Image(specimen, z);
                return Enumerable.Range(0, 96 * 96).Sum(i => Math.Pow(image.Laplacian(i / 96, i % 96), 2));
            }

            Assert.True(Detail(0) > 1.2 * Detail(2));
            Assert.Equal(Detail(2), Detail(-2), 1e-9 * Detail(2));
        }
    }

    private static Specimen Bump()
    {
        var specimen = new Specimen(Side, Side);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
                specimen.Phase.Values[(y * Side) + x] = (float)Gaussian(y - Middle, x - Middle, Size * Size, 0);
        }

        return specimen;
    }

    private static double Gaussian(double y, double x, double variance, double blur)
    {
        var widened = variance + (blur * blur);
        return Height * variance / widened * Math.Exp(-((y * y) + (x * x)) / (2 * widened));
    }
}
