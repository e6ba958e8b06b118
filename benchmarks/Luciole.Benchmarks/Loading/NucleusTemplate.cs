using Luciole.Data.Augmentation;

namespace Luciole.Benchmarks.Loading;

/// <summary>The augmentation of BiaPy's nucleus template (<c>lightmycells_nucleus.yaml</c>).</summary>
internal static class NucleusTemplate
{
    /// <summary><c>AUGMENTOR.DA_PROB</c>.</summary>
    public const double Probability = 0.5;

    /// <summary>What is switched on, under its key.</summary>
    public static IReadOnlyList<(string Key, IAugmentation Augmentation)> Steps { get; } =
    [
        ("RANDOM_ROT", new RandomRotation(-180, 180, BorderRule.Reflect)),
        ("ROT90", new QuarterTurn()),
        ("BRIGHTNESS", new Brightness(-0.1, 0.1)),
        ("CONTRAST", new Contrast(-0.1, 0.1)),
        ("GRIDMASK", new GridMask(0.6, 0.2, 0.6, 1, false)),
        ("VFLIP", new VerticalFlip()),
        ("HFLIP", new HorizontalFlip()),
        ("ELASTIC", new ElasticDistortion(12, 16, 4, BorderRule.Constant)),
    ];

    /// <summary>All of them.</summary>
    public static AugmentationPipeline Pipeline() => new(Steps.Select(s => s.Augmentation), Probability);
}
