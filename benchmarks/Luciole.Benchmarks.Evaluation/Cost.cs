namespace Luciole.Benchmarks.Evaluation;

/// <summary>Processor seconds for one pair of images, and what came out.</summary>
internal sealed record Cost(double Reading, double Measuring, IReadOnlyDictionary<string, double> Figures)
{
    public double Both => Reading + Measuring;
}
