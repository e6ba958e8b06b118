using Luciole.Data.Discovery;

namespace Luciole.Data.Filtering;

/// <summary>What a filter made of a list of samples.</summary>
/// <param name="Kept">The samples that stay, in their order.</param>
/// <param name="LeftOut">The others, each with the reason, such as <c>mean 12.5 is below 20</c>.</param>
public sealed record FilteredSamples(IReadOnlyList<Sample> Kept, IReadOnlyList<(Sample Sample, string Reason)> LeftOut);
