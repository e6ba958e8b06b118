namespace Luciole.Workflows.Organelles;

/// <summary>One organelle of a predicted image.</summary>
/// <param name="Channel">What it is, for instance <c>Nucleus</c>.</param>
/// <param name="File">The OME-TIFF that it is in.</param>
/// <param name="ChannelIndex">Its channel in there.</param>
/// <param name="ConfidenceFile">The OME-TIFF with the confidence at each pixel in the same channel; null when none was asked for.</param>
/// <param name="MeanConfidence">The mean of that, 0 to 1.</param>
public sealed record PredictedOrganelle(string Channel, string File, int ChannelIndex, string? ConfidenceFile = null, double? MeanConfidence = null);
