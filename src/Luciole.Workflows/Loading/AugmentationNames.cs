using System.Globalization;
using System.Text;
using Luciole.Configuration;

namespace Luciole.Workflows;

/// <summary>What augmentation does, as part of a file's name: BiaPy's words where it has some, as in <c>_rot[90,180,270]_vflip_brightness(-0.1,0.1)</c>.</summary>
internal static class AugmentationNames
{
    private const int Longest = 180;

    /// <summary>All that is switched on, in BiaPy's order; what would make a name too long for a file is left out.</summary>
    public static string Of(AugmentorSettings settings)
    {
        var name = new StringBuilder();
        foreach (var part in Parts(settings))
        {
            if (name.Length + part.Length > Longest)
                return name.Append("_and_more").ToString();
            name.Append(part);
        }

        return name.ToString();
    }

    private static IEnumerable<string> Parts(AugmentorSettings s) => new[]
    {
        (s.Rotate90, "_rot[90,180,270]"),
        (s.Rotate, "_rrot" + Range(s.RotateRange)),
        (s.Grayscale, "_gray"),
        (s.ChannelShuffle, "_chshuffle"),
        (s.Zoom, "_zoom" + Range(s.ZoomRange)),
        (s.Shear, "_shear" + Range(s.ShearRange)),
        (s.Shift, "_shift" + Range(s.ShiftRange)),
        (s.FlipVertical, "_vflip"),
        (s.FlipHorizontal, "_hflip"),
        (s.Elastic, $"_elastic{Range(s.ElasticAlpha)}+{Number(s.ElasticSigma)}+{s.ElasticBorder.ToString().ToLowerInvariant()}"),
        (s.GaussianBlur, "_gblur" + Range(s.GaussianSigma)),
        (s.MedianBlur, $"_mblur({s.MedianKernel.Lower},{s.MedianKernel.Upper})"),
        (s.MotionBlur, $"_motb({s.MotionKernel.Lower},{s.MotionKernel.Upper})"),
        (s.Gamma, "_gcontrast" + Range(s.GammaRange)),
        (s.Brightness, "_brightness" + Range(s.BrightnessRange)),
        (s.Contrast, "_contrast" + Range(s.ContrastRange)),
        (s.Dropout, "_drop" + Range(s.DropoutRange)),
        (s.Cutout, "_cout" + Range(s.CutoutSize)),
        (s.CutBlur, "_cblur" + Range(s.CutBlurSize)),
        (s.CutMix, "_cmix" + Range(s.CutMixSize)),
        (s.CutNoise, "_cnoise" + Range(s.CutNoiseScale)),
        (s.Misalignment, "_msalg" + Number(s.MisalignmentPixels)),
        (s.MissingSections, $"_missp({s.MissingSectionsThickness.Lower},{s.MissingSectionsThickness.Upper})"),
        (s.GridMask, $"_gridmask{Number(s.GridRatio)}+{Range(s.GridSize)}+{Number(s.GridRotate)}+{s.GridInvert}"),
        (s.GaussianNoise, "_gnoise" + Number(s.GaussianNoiseVariance)),
        (s.PoissonNoise, "_pnoise"),
        (s.Salt, "_salt" + Number(s.SaltAmount)),
        (s.Pepper, "_pepper" + Number(s.PepperAmount)),
        (s.SaltAndPepper, "_saltpepper" + Number(s.SaltAndPepperAmount)),
    }.Where(part => part.Item1).Select(part => part.Item2);

    private static string Range(NumberRange range) => $"({Number(range.Lower)},{Number(range.Upper)})";

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
