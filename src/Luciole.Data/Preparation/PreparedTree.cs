using Luciole.Data.Studies;

namespace Luciole.Data.Preparation;

/// <summary>
/// The folders that training reads. For every organelle the layout of <c>MULTIPLE_RAW_ONE_TARGET_LOADER</c>,
/// <c>nucleus/train/x/TARGET/RAW</c> with <c>nucleus/train/y/TARGET/TARGET</c> and the same below <c>nucleus/val</c>; for pre-training
/// the flat folders <c>pretraining/train</c> and <c>pretraining/val</c>. All paths are relative to the output folder.
/// </summary>
public static class PreparedTree
{
    private const string Pretraining = "pretraining";

    /// <summary>The top folders, which hold nothing but what a preparation puts there.</summary>
    public static IReadOnlyList<string> Roots { get; } = [.. Enum.GetValues<Organelle>().Select(Root), Pretraining];

    /// <summary>An organelle's folder, for instance <c>nucleus</c>.</summary>
    public static string Root(Organelle organelle) => organelle.ToString().ToLowerInvariant();

    /// <summary>The folder of raw images (<c>x</c>) of one side.</summary>
    public static string Raws(Organelle organelle, PreparedSide side) => Path.Combine(Root(organelle), Name(side), "x");

    /// <summary>The folder of targets (<c>y</c>) of one side.</summary>
    public static string Targets(Organelle organelle, PreparedSide side) => Path.Combine(Root(organelle), Name(side), "y");

    /// <summary>The flat folder of transmitted-light images to pre-train on, or to validate pre-training with.</summary>
    public static string PretrainingFolder(PreparedSide side) => Path.Combine(Pretraining, Name(side));

    /// <summary><c>train</c> or <c>val</c>.</summary>
    public static string Name(PreparedSide side) => side == PreparedSide.Train ? "train" : "val";

    /// <summary>
    /// An image's name beyond its study, as LightMyCells' preparation script gives it: <c>Study_3_BF_image_53_BF_z0.ome.tiff</c>. The
    /// file's own name stays whole, with its extension; one that carries its study already stays as it is.
    /// </summary>
    /// <param name="study">The study's name.</param>
    /// <param name="modality">The image's modality; for a target, the first modality of its field.</param>
    /// <param name="path">The image's file.</param>
    public static string ImageName(string study, Modality modality, string path) =>
        CarriesStudy(path) ? Path.GetFileName(path) : $"{study}_{modality}_{Path.GetFileName(path)}";

    /// <summary>Whether an image's file name begins with its study's: the last <c>image_</c> in it is not its beginning.</summary>
    internal static bool CarriesStudy(string path) => Path.GetFileName(path.AsSpan()).LastIndexOf("image_", StringComparison.Ordinal) > 0;
}
