using Luciole.Data.Augmentation;
using Luciole.Data.Loading;
using Luciole.Data.RandomStreams;
using Luciole.Data.Simulation;
using Luciole.Data.Studies;
using Luciole.Imaging.Png;

namespace Luciole.Data.Tests.Augmentation;

/// <summary>Every augmentation of a simulated field: the raw image on the left, the target on the right.</summary>
internal sealed class ContactSheet
{
    public const int Side = 128;
    private const int Gap = 2;

    // Of the first everything is shown; the second gives what is pasted from another sample.
    private readonly SimulatedField[] _grey = [.. new[] { 1, 2 }.Select(seed => CellSimulator.Simulate(seed, Modality.PC, Side, Side))];
    private readonly SimulatedField _colour = CellSimulator.Simulate(1, Modality.BF, Side, Side);

    /// <summary>Name, augmentation, and whether lines are drawn first to show how pixels move.</summary>
    public static IReadOnlyList<(string Key, IAugmentation Augmentation, bool Grid)> Tiles { get; } =
    [
        ("ZOOM", new Zoom(0.8, 0.8), true),
        ("RANDOM_ROT", new RandomRotation(30, 30), true),
        ("ROT90", new QuarterTurn(), true),
        ("SHEAR", new Shear(20, 20), true),
        ("SHIFT", new Shift(0.2, 0.2), true),
        ("VFLIP", new VerticalFlip(), false),
        ("HFLIP", new HorizontalFlip(), false),
        ("ELASTIC", new ElasticDistortion(32, 32), true),
        ("MISALIGNMENT", new Misalignment(), true),
        ("CUTMIX", new CutMix(0.4, 0.4), false),
        ("BRIGHTNESS", new Brightness(-0.2, -0.2), false),
        ("CONTRAST", new Data.Augmentation.Contrast(-0.4, -0.4), false),
        ("GAMMA_CONTRAST", new GammaContrast(1.75, 1.75), false),
        ("GAUSSIAN_NOISE", new GaussianNoise(variance: 0.05), false),
        ("POISSON_NOISE", new PoissonNoise(), false),
        ("SALT", new Salt(), false),
        ("PEPPER", new Pepper(), false),
        ("SALT_AND_PEPPER", new SaltAndPepper(), false),
        ("G_BLUR", new GaussianBlur(2, 2), false),
        ("MEDIAN_BLUR", new MedianBlur(7, 7), false),
        ("MOTION_BLUR", new MotionBlur(12, 12), false),
        ("DROPOUT", new Dropout(0.2, 0.2), false),
        ("MISSING_SECTIONS", new MissingSections(3, 4), false),
        ("GRIDMASK", new GridMask(0.6, 0.3, 0.4), false),
        ("CUTOUT", new Cutout(2, 2, 0.3, 0.3), false),
        ("CUTBLUR", new CutBlur(0.4, 0.4, 8, 8), false),
        ("CUTNOISE", new CutNoise(0.2, 0.2, 2, 2, 0.4, 0.4), false),
        ("GRAYSCALE", new Grayscale(), false),
        ("CHANNEL_SHUFFLE", new ChannelShuffle(), false),
    ];

    /// <summary>The pair before anything is done to it, <c>[Y, X, C]</c>, from 0 to 1; three channels are three planes of the stack.</summary>
    public AugmentedPair Original(bool colours) => colours ? Pair(_colour, [0, 2, 4]) : Pair(_grey[0], [4]);

    /// <summary>The pair with the change of a tile.</summary>
    public AugmentedPair Augmented(IAugmentation augmentation, bool grid)
    {
        var pair = Original(IsColour(augmentation));
        if (grid)
        {
            GridLines.Draw(pair.Image, Side, 1);
            GridLines.Draw(pair.Target, Side, 1);
        }

        augmentation.Apply(pair, new SampleRandom(3));
        return pair;
    }

    /// <summary>Whether an augmentation is about colours.</summary>
    public static bool IsColour(IAugmentation augmentation) => augmentation is Grayscale or ChannelShuffle;

    /// <summary>Draws the sheet.</summary>
    public void Write(string path)
    {
        var panel = new Panel { Columns = 6 };
        panel.AddColour("original", (2 * Side) + Gap, Side, Picture(Original(colours: false)));
        foreach (var (key, augmentation, grid) in Tiles)
            panel.AddColour(key, (2 * Side) + Gap, Side, Picture(Augmented(augmentation, grid)));
        panel.Write(path);
    }

    private AugmentedPair Pair(SimulatedField field, int[] planes)
    {
        var raw = new float[Side * Side * planes.Length];
        for (var c = 0; c < planes.Length; c++)
        {
            var plane = UnitRange(field.Slices[planes[c]]);
            for (var i = 0; i < plane.Length; i++)
                raw[(i * planes.Length) + c] = plane[i];
        }

        return new AugmentedPair(raw, UnitRange(field.Targets[Organelle.Nucleus]), Side, Side) { DrawAnother = _ => Pair(_grey[1], planes) };
    }

    private static byte[] Picture(AugmentedPair pair)
    {
        const int width = (2 * Side) + Gap;
        var channels = pair.Image.Length / (Side * Side);
        var (raw, target) = (Imaging.Png.Contrast.Stretch(pair.Image, 0, 1), Imaging.Png.Contrast.Stretch(pair.Target, 0, 1));
        var picture = new byte[width * Side * 3];
        Array.Fill(picture, (byte)255);
        for (var i = 0; i < Side * Side; i++)
        {
            var at = (((i / Side) * width) + (i % Side)) * 3;
            for (var c = 0; c < 3; c++)
            {
                picture[at + c] = raw[(i * channels) + (channels == 1 ? 0 : c)];
                picture[at + c + ((Side + Gap) * 3)] = target[i];
            }
        }

        return picture;
    }

    private static float[] UnitRange(ushort[] counts)
    {
        float[] values = [.. counts.Select(v => (float)v)];
        var (black, white) = Imaging.Png.Contrast.Percentiles(values, 0.5, 99.5);
        return [.. values.Select(v => Math.Clamp((v - black) / (white - black), 0, 1))];
    }
}
