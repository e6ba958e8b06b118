using Luciole.Data.Preprocessing;
using Luciole.Inference;

namespace Luciole.Workflows.Organelles;

/// <summary>Models that take the same patches, ready to predict.</summary>
/// <param name="Members">Their places in the set.</param>
/// <param name="Filters">What images go through before.</param>
/// <param name="Predictor">Predicts with all of them.</param>
internal sealed record OrganelleGroup(IReadOnlyList<int> Members, PreprocessingPipeline Filters, SetPredictor Predictor);
