using Luciole.Data.Studies;
using Luciole.Metrics;

namespace Luciole.Evaluation;

/// <summary>The challenge's figures by the organisers' names.</summary>
public static class ChallengeFigures
{
    private static readonly string[] s_all = ["PCC", "SSIM", "MAE", "E_dist", "C_dist"];
    private static readonly string[] s_structure = ["PCC", "SSIM"];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All => s_all;

    /// <summary>Those that are measured for an organelle: distances only for nucleus and mitochondria.</summary>
    public static IReadOnlyList<string> For(Organelle organelle) => organelle is Organelle.Nucleus or Organelle.Mitochondria ? s_all : s_structure;

    /// <summary>A figure by its name.</summary>
    public static double Of(ChallengeMetrics metrics, string name) => name switch
    {
        "PCC" => metrics.Pcc,
        "SSIM" => metrics.Ssim,
        "MAE" => metrics.Mae,
        "E_dist" => metrics.EuclideanDistance,
        "C_dist" => metrics.CosineDistance,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
