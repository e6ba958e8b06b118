using Luciole.Data.Studies;

namespace Luciole.Evaluation;

/// <summary>An image to evaluate: its predictions and the truths there are.</summary>
/// <param name="Name">The predictions' file name.</param>
/// <param name="Pairs">Prediction and truth by organelle; an organelle without a truth is left out.</param>
/// <param name="Modality">How the transmitted light was taken; null when neither the focus table nor the name says it.</param>
/// <param name="FocusDeviation">|z - best z| in planes; null without a focus table.</param>
public sealed record EvaluatedImage(string Name, IReadOnlyDictionary<Organelle, ImagePair> Pairs, Modality? Modality, int? FocusDeviation);
