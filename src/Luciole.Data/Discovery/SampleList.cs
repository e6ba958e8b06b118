namespace Luciole.Data.Discovery;

/// <summary>The samples found, in order, and remarks that the user should see.</summary>
/// <param name="Samples">Samples, grouped by unit.</param>
/// <param name="Notes">One sentence each: what was ignored, what was assumed.</param>
public sealed record SampleList(IReadOnlyList<Sample> Samples, IReadOnlyList<string> Notes);
