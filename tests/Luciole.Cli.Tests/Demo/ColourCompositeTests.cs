using Luciole.Cli.Demo;
using Luciole.Data.Studies;

namespace Luciole.Cli.Tests.Demo;

public sealed class ColourCompositeTests
{
    private static readonly float[] s_left = [100, 0, 0, 0, 0, 0];
    private static readonly float[] s_right = [0, 0, 0, 0, 0, 7];

    [Theory]
    [InlineData(Organelle.Nucleus, 51, 89, 255)]
    [InlineData(Organelle.Mitochondria, 255, 0, 204)]
    [InlineData(Organelle.Actin, 0, 204, 51)]
    [InlineData(Organelle.Tubulin, 204, 102, 0)]
    public void Every_organelle_has_its_colour_whatever_its_intensities(Organelle organelle, byte red, byte green, byte blue)
    {
        Assert.Equal([red, green, blue, .. new byte[15]], ColourComposite.Of(new Dictionary<Organelle, float[]> { [organelle] = s_left }));
        Assert.Equal([.. new byte[15], red, green, blue], ColourComposite.Of(new Dictionary<Organelle, float[]> { [organelle] = s_right }));
    }

    [Fact]
    public void Where_organelles_overlap_their_colours_add_up_to_white_at_most()
    {
        var apart = ColourComposite.Of(new Dictionary<Organelle, float[]> { [Organelle.Actin] = s_left, [Organelle.Tubulin] = s_right });
        Assert.Equal([0, 204, 51, .. new byte[12], 204, 102, 0], apart);
        var together = ColourComposite.Of(Enum.GetValues<Organelle>().ToDictionary(organelle => organelle, _ => s_left));
        Assert.Equal([255, 255, 255, .. new byte[15]], together);
    }
}
